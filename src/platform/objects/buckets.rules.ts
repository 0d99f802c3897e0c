import { BUCKETS } from './object-store.js';
import type { Bucket } from './object-store.js';

type Process = 'web' | 'worker';

export interface Principals extends Readonly<Record<Process, string>> {
  /** Canonical id of the owner of the buckets. */
  readonly owner: string;
}

type Act = 'write' | 'read' | 'remove' | 'list';

/** Who may do what. What is not written here is refused, to the owner of the bucket and to the uploader too. */
const RIGHTS: Readonly<Record<Bucket, Readonly<Record<Act, readonly Process[]>>>> = {
  quarantaine: { write: ['web'], read: ['worker'], remove: ['worker'], list: ['worker'] },
  pieces: { write: ['worker'], read: ['web', 'worker'], remove: ['worker'], list: ['web', 'worker'] },
  refus: { write: ['worker'], read: [], remove: ['worker'], list: ['worker'] },
};

const ON_OBJECTS: Readonly<Record<Exclude<Act, 'list'>, readonly string[]>> = {
  write: ['s3:PutObject'],
  read: ['s3:GetObject', 's3:GetObjectVersion'],
  remove: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
};

/** Nobody needs these, and the uploader of an object would have them all: in S3 it owns what it wrote. */
const FOR_NOBODY = [
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
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

const allow = (
  Sid: string,
  arns: readonly string[],
  Action: readonly string[],
  Resource: readonly string[],
): Statement[] => (arns.length === 0 ? [] : [{ Sid, Effect: 'Allow', Principal: { AWS: arns }, Action, Resource }]);

const userName = (arn: string) => arn.slice(arn.indexOf('/') + 1);

/** One name an operator, since all must hold: Ceph Pacific reads several values under one negation as "or". */
const NAMED_NEITHER = ['StringNotEquals', 'StringNotLike'];

const unlessNamed = (arns: readonly string[]) =>
  Object.fromEntries(arns.map((arn, n) => [NAMED_NEITHER[n], { 'aws:username': [userName(arn)] }]));

/** By name and not by NotPrincipal or NotAction, which Ceph Pacific accepts and does not apply. */
const denyOthers = (
  Sid: string,
  arns: readonly string[],
  Action: readonly string[],
  Resource: readonly string[],
): Statement => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource,
  ...(arns.length > 0 && { Condition: unlessNamed(arns) }),
});

/**
 * Ceph Pacific looks at the ACL alone, and not at the policy, of the object that UploadPartCopy reads: the uploader, whom
 * `bucket-owner-full-control` leaves a full grant, could take its bytes back that way. So an object is written with one
 * grant, which reads nothing, to the owner of the bucket. Parts carry no header: there is no multipart upload here.
 */
export const onlyGrant = (owner: string) => ({ GrantReadACP: `id="${owner}"` });

const OTHER_GRANTS = ['read', 'write-acp', 'full-control'];

const denyOtherAcls = (owner: string, Resource: readonly string[]): Statement[] => {
  const deny = (Sid: string, Condition: NonNullable<Statement['Condition']>): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:PutObject'],
    Resource,
    Condition,
  });
  const ours = 's3:x-amz-grant-read-acp';
  return [
    deny('grant-missing', { Null: { [ours]: ['true'] } }),
    deny('grant-other', { StringNotEquals: { [ours]: [onlyGrant(owner).GrantReadACP] } }),
    ...OTHER_GRANTS.map((grant) => deny(`grant-${grant}`, { StringLike: { [`s3:x-amz-grant-${grant}`]: ['*'] } })),
  ];
};

export const policyOf = (bucket: Bucket, bucketName: string, principals: Principals) => {
  const rights = RIGHTS[bucket];
  const arns = (act: Act) => rights[act].map((process) => principals[process]);
  const inside = `arn:aws:s3:::${bucketName}`;
  // Both, because Ceph judges DeleteObjects on the bucket and not on its objects.
  const objects = [inside, `${inside}/*`];
  const onObjects = Object.entries(ON_OBJECTS) as [keyof typeof ON_OBJECTS, readonly string[]][];
  return {
    Version: '2012-10-17',
    Statement: [
      ...allow('list', arns('list'), ['s3:ListBucket'], [inside]),
      ...onObjects.flatMap(([act, actions]) => [
        ...allow(act, arns(act), actions, objects),
        denyOthers(`${act}-others`, arns(act), actions, objects),
      ]),
      denyOthers('nobody', [], FOR_NOBODY, objects),
      ...denyOtherAcls(principals.owner, objects),
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
