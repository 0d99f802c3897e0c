import { BUCKETS } from './object-store.js';
import type { Bucket } from './object-store.js';

export type Process = 'web' | 'worker';
export type Principals = Readonly<Record<Process, string>>;

type Act = 'write' | 'multipart' | 'read' | 'remove' | 'list';

/** Who may do what. What is not written here is refused, to the owner of the bucket and to the uploader too. */
export const RIGHTS: Readonly<Record<Bucket, Readonly<Record<Act, readonly Process[]>>>> = {
  quarantaine: { write: ['web'], multipart: ['web'], read: ['worker'], remove: ['worker'], list: ['worker'] },
  pieces: { write: ['worker'], multipart: [], read: ['web', 'worker'], remove: ['worker'], list: ['web', 'worker'] },
  refus: { write: ['worker'], multipart: [], read: [], remove: ['worker'], list: ['worker'] },
};

const ON_OBJECTS: Readonly<Record<Exclude<Act, 'list'>, readonly string[]>> = {
  write: ['s3:PutObject'],
  multipart: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
  read: ['s3:GetObject', 's3:GetObjectVersion'],
  remove: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** Nobody needs these, and the uploader of an object would have them all: in S3 it owns what it wrote. */
const FOR_NOBODY = [
  's3:GetObjectAcl',
  's3:PutObjectAcl',
  's3:GetObjectVersionAcl',
  's3:PutObjectVersionAcl',
  's3:GetObjectTagging',
  's3:PutObjectTagging',
  's3:DeleteObjectTagging',
  's3:GetObjectVersionTagging',
  's3:PutObjectVersionTagging',
  's3:DeleteObjectVersionTagging',
  's3:GetObjectTorrent',
  's3:GetObjectVersionTorrent',
  's3:RestoreObject',
  's3:BypassGovernanceRetention',
  's3:GetObjectRetention',
  's3:PutObjectRetention',
  's3:GetObjectLegalHold',
  's3:PutObjectLegalHold',
];

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly AWS: readonly string[] };
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const allow = (Sid: string, arns: readonly string[], Action: readonly string[], Resource: string): Statement[] =>
  arns.length === 0 ? [] : [{ Sid, Effect: 'Allow', Principal: { AWS: arns }, Action, Resource: [Resource] }];

const userName = (arn: string) => arn.slice(arn.indexOf('/') + 1);

/** By name and not by NotPrincipal or NotAction, which Ceph Pacific accepts and does not apply. */
const denyOthers = (Sid: string, arns: readonly string[], Action: readonly string[], Resource: string): Statement => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource: [Resource],
  ...(arns.length > 0 && { Condition: { StringNotEquals: { 'aws:username': arns.map(userName) } } }),
});

const WRITERS_ACL = 'bucket-owner-full-control';
const OTHER_ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'bucket-owner-read',
  'aws-exec-read',
  'log-delivery-write',
];
const GRANTS = ['read', 'write', 'read-acp', 'write-acp', 'full-control'];

/** A part of a multipart upload carries no ACL: where multipart is allowed, a missing one has to pass. */
const denyOtherAcls = (multipart: boolean, Resource: string): Statement[] => {
  const deny = (Sid: string, Condition: NonNullable<Statement['Condition']>): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:PutObject'],
    Resource: [Resource],
    Condition,
  });
  return [
    multipart
      ? deny('AclOther', { StringEquals: { 's3:x-amz-acl': OTHER_ACLS } })
      : deny('AclOther', { StringNotEquals: { 's3:x-amz-acl': [WRITERS_ACL] } }),
    ...GRANTS.map((grant) => deny(`AclGrant-${grant}`, { StringLike: { [`s3:x-amz-grant-${grant}`]: ['*'] } })),
  ];
};

export const policyOf = (bucket: Bucket, bucketName: string, principals: Principals) => {
  const rights = RIGHTS[bucket];
  const arns = (act: Act) => rights[act].map((process) => principals[process]);
  const objects = `arn:aws:s3:::${bucketName}/*`;
  const onObjects = Object.entries(ON_OBJECTS) as [keyof typeof ON_OBJECTS, readonly string[]][];
  return {
    Version: '2012-10-17',
    Statement: [
      ...allow('list', arns('list'), ['s3:ListBucket'], `arn:aws:s3:::${bucketName}`),
      ...onObjects.flatMap(([act, actions]) => [
        ...allow(act, arns(act), actions, objects),
        denyOthers(`${act}-others`, arns(act), actions, objects),
      ]),
      denyOthers('nobody', [], FOR_NOBODY, objects),
      ...denyOtherAcls(rights.multipart.length > 0, objects),
    ],
  };
};

const rule = (ID: string, act: object) => ({ ID, Status: 'Enabled', Filter: { Prefix: '' }, ...act });

/** `quarantaine` and `pieces` have no expiry: there, the rows decide, not the calendar. */
export const lifecycleOf = (bucket: Bucket, refusDays: number) => ({
  Rule: [
    rule('parts', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
    ...(bucket === 'refus' ? [rule('expiry', { Expiration: { Days: refusDays } })] : []),
  ],
});

export const bucketNames = (prefix: string) => BUCKETS.map((bucket) => ({ bucket, name: prefix + bucket }));
