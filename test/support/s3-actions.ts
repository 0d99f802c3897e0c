import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { onlyGrant } from '../../src/platform/objects/buckets.rules.js';
import { bucketOwner, minioOf, s3Place } from './s3.js';

export interface Keys {
  readonly accessKey: string;
  readonly secretKey: string;
}

export const NOBODY = 'nobody';

/** Without keys the request goes unsigned, as a browser would send it. */
export const s3Client = (keys: Keys | typeof NOBODY) => {
  const anonymous = keys === NOBODY;
  return new S3Client({
    ...s3Place(),
    credentials: { accessKeyId: anonymous ? '' : keys.accessKey, secretAccessKey: anonymous ? '' : keys.secretKey },
    ...(anonymous && { signer: { sign: async (request: never) => request } }),
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
};

export const ALL_USERS = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"';

/** What an action works on: an object and an unfinished upload of `bucket` that exist, and an open bucket beside it. */
export interface Target {
  readonly client: S3Client;
  readonly keys: Keys | typeof NOBODY;
  readonly bucket: string;
  readonly key: string;
  /** Written before the policies came, with every grant to its writer and to the owner of the bucket. */
  readonly olderKey: string;
  readonly newKey: string;
  readonly upload: Record<'key' | 'id' | 'etag', string>;
  readonly open: Record<'bucket' | 'key' | 'uploadKey' | 'uploadId', string>;
  readonly policy: string;
}

const BODY = 'x';
const OURS = onlyGrant(bucketOwner());

const presigned = async ({ keys, bucket }: Target, key: string, method: 'GET' | 'PUT') => {
  const plain = `${s3Place().endpoint}/${bucket}/${key}`;
  const url = keys === NOBODY ? plain : await minioOf(keys).presignedUrl(method, bucket, key, 60);
  const answer = await fetch(url, method === 'PUT' ? { method, body: BODY } : {});
  await answer.arrayBuffer();
  return { $metadata: { httpStatusCode: answer.status } };
};

const put = (more: object) => (t: Target) =>
  t.client.send(new PutObjectCommand({ Bucket: t.bucket, Key: t.newKey, Body: BODY, ...more }));

const on = (t: Target) => ({ Bucket: t.bucket, Key: t.key });
const ofUpload = (t: Target) => ({ Bucket: t.bucket, Key: t.upload.key, UploadId: t.upload.id });

export const ACTIONS = {
  put: put(OURS),
  putWithoutAcl: put({}),
  putOwnerAcl: put({ ACL: 'bucket-owner-full-control' }),
  putPublic: put({ ACL: 'public-read' }),
  putGranted: put({ GrantRead: ALL_USERS }),
  putReadableToo: put({ ...OURS, GrantRead: ALL_USERS }),
  putAclWritableToo: put({ ...OURS, GrantWriteACP: ALL_USERS }),
  putFullControlToo: put({ ...OURS, GrantFullControl: ALL_USERS }),
  putGrantedToOther: put({ GrantReadACP: ALL_USERS }),
  presignedPut: (t) => presigned(t, t.newKey, 'PUT'),
  copyInto: (t) =>
    t.client.send(
      new CopyObjectCommand({
        Bucket: t.bucket,
        Key: t.newKey,
        ...OURS,
        CopySource: `${t.open.bucket}/${t.open.key}`,
      }),
    ),
  get: async (t) => {
    const answer = await t.client.send(new GetObjectCommand(on(t)));
    await answer.Body?.transformToByteArray();
    return answer;
  },
  getOlder: async (t) => {
    const answer = await t.client.send(new GetObjectCommand({ Bucket: t.bucket, Key: t.olderKey }));
    await answer.Body?.transformToByteArray();
    return answer;
  },
  head: (t) => t.client.send(new HeadObjectCommand(on(t))),
  presignedGet: (t) => presigned(t, t.key, 'GET'),
  copyOut: (t) =>
    t.client.send(new CopyObjectCommand({ Bucket: t.open.bucket, Key: t.newKey, CopySource: `${t.bucket}/${t.key}` })),
  partCopyOut: (t) =>
    t.client.send(
      new UploadPartCopyCommand({
        Bucket: t.open.bucket,
        Key: t.open.uploadKey,
        UploadId: t.open.uploadId,
        PartNumber: 1,
        CopySource: `${t.bucket}/${t.key}`,
      }),
    ),
  getAcl: (t) => t.client.send(new GetObjectAclCommand(on(t))),
  putAcl: (t) => t.client.send(new PutObjectAclCommand({ ...on(t), ACL: 'public-read' })),
  getTagging: (t) => t.client.send(new GetObjectTaggingCommand(on(t))),
  putTagging: (t) => t.client.send(new PutObjectTaggingCommand({ ...on(t), Tagging: { TagSet: [] } })),
  remove: (t) => t.client.send(new DeleteObjectCommand(on(t))),
  removeMany: (t) =>
    t.client.send(new DeleteObjectsCommand({ Bucket: t.bucket, Delete: { Objects: [{ Key: t.key }] } })),
  list: (t) => t.client.send(new ListObjectsV2Command({ Bucket: t.bucket })),
  listVersions: (t) => t.client.send(new ListObjectVersionsCommand({ Bucket: t.bucket })),
  listUploads: (t) => t.client.send(new ListMultipartUploadsCommand({ Bucket: t.bucket })),
  createUpload: (t) => t.client.send(new CreateMultipartUploadCommand({ Bucket: t.bucket, Key: t.newKey, ...OURS })),
  uploadPart: (t) => t.client.send(new UploadPartCommand({ ...ofUpload(t), PartNumber: 2, Body: BODY })),
  partCopyInto: (t) =>
    t.client.send(
      new UploadPartCopyCommand({
        ...ofUpload(t),
        PartNumber: 3,
        CopySource: `${t.open.bucket}/${t.open.key}`,
      }),
    ),
  listParts: (t) => t.client.send(new ListPartsCommand(ofUpload(t))),
  completeUpload: (t) =>
    t.client.send(
      new CompleteMultipartUploadCommand({
        ...ofUpload(t),
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: t.upload.etag }] },
      }),
    ),
  abortUpload: (t) => t.client.send(new AbortMultipartUploadCommand(ofUpload(t))),
  headBucket: (t) => t.client.send(new HeadBucketCommand({ Bucket: t.bucket })),
  getPolicy: (t) => t.client.send(new GetBucketPolicyCommand({ Bucket: t.bucket })),
  putPolicy: (t) => t.client.send(new PutBucketPolicyCommand({ Bucket: t.bucket, Policy: t.policy })),
  getBucketAcl: (t) => t.client.send(new GetBucketAclCommand({ Bucket: t.bucket })),
  putBucketAcl: (t) => t.client.send(new PutBucketAclCommand({ Bucket: t.bucket, ACL: 'private' })),
  putLifecycle: (t) =>
    t.client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: t.bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 90 } }],
        },
      }),
    ),
} satisfies Record<string, (target: Target) => Promise<{ $metadata: { httpStatusCode?: number } }>>;

export type Action = keyof typeof ACTIONS;

/** Refused is 403 and nothing else; past the permission, a 400 of the act itself still counts as allowed. */
export const isAllowed = async (action: Action, target: Target): Promise<boolean> => {
  const status = await ACTIONS[action](target).then(
    ({ $metadata }) => $metadata.httpStatusCode,
    (error: { $metadata?: { httpStatusCode?: number } }) => {
      if (!error.$metadata?.httpStatusCode) throw error;
      return error.$metadata.httpStatusCode;
    },
  );
  if (status === 403) return false;
  if (status === undefined || status >= 404) throw new Error(`${action} sur ${target.bucket} : réponse ${status}`);
  return true;
};
