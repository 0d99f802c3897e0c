import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTorrentCommand,
  PutObjectAclCommand,
  type S3Client,
  SelectObjectContentCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { ALL_USERS, type Target, s3Client } from '../support/s3-actions.js';
import { world } from '../support/s3-world.js';
import { type S3User, minioOf, s3Keys, s3Place } from '../support/s3.js';

let buckets: Awaited<ReturnType<typeof world>>;

beforeAll(async () => {
  buckets = await world();
}, 60_000);

afterAll(async () => buckets.drop(), 60_000);

const SELECT = {
  ExpressionType: 'SQL',
  Expression: 'select * from stdin;',
  InputSerialization: { CSV: {} },
  OutputSerialization: { CSV: {} },
} as const;

/** Without the directive S3 calls a copy onto itself senseless, before it looks at the rights. */
const REWRITTEN = { MetadataDirective: 'REPLACE', ACL: 'public-read' } as const;

const fetched = async (url: string) => {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (!answer.ok) throw Object.assign(new Error(), { $metadata: { httpStatusCode: answer.status } });
};

const get = (client: S3Client, at: { Bucket: string; Key: string }, more = {}) =>
  client.send(new GetObjectCommand({ ...at, ...more }));

/** Every way we know to make S3 hand out the bytes of an object. */
const waysToRead = ({ client, bucket: Bucket, key: Key, open }: Target, user: S3User) => {
  const at = { Bucket, Key };
  const CopySource = `${Bucket}/${Key}`;
  const upload = { Bucket: open.bucket, Key: open.uploadKey, UploadId: open.uploadId };
  return {
    get: () => get(client, at),
    range: () => get(client, at, { Range: 'bytes=0-9' }),
    part: () => get(client, at, { PartNumber: 1 }),
    version: () => get(client, at, { VersionId: 'null' }),
    torrent: () => client.send(new GetObjectTorrentCommand(at)),
    select: () => client.send(new SelectObjectContentCommand({ ...at, ...SELECT })),
    withoutKeys: () => fetched(`${s3Place().endpoint}/${CopySource}`),
    presigned: async () => fetched(await minioOf(s3Keys(user)).presignedGetObject(Bucket, Key, 60)),
    copyAway: () => client.send(new CopyObjectCommand({ Bucket: open.bucket, Key, CopySource })),
    copyPublic: () => client.send(new CopyObjectCommand({ Bucket, Key: `${Key}/a`, CopySource, ACL: 'public-read' })),
    copyOnItself: () => client.send(new CopyObjectCommand({ ...at, CopySource, ...REWRITTEN })),
    partCopy: () => client.send(new UploadPartCopyCommand({ ...upload, PartNumber: 9, CopySource })),
  };
};

const refused = (attempt: Promise<unknown>) =>
  expect(attempt).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });

test.each([
  ['quarantaine', 'web'],
  ['quarantaine', 'admin'],
  ['refus', 'web'],
  ['refus', 'worker'],
  ['refus', 'admin'],
] as const)('what is in %s does not come back to %s, who tries to change the ACL first', async (bucket, user) => {
  const target = await buckets.target(bucket, s3Keys(user));
  const { client, bucket: Bucket, key: Key } = target;
  await refused(client.send(new PutObjectAclCommand({ Bucket, Key, ACL: 'public-read' })));
  await refused(client.send(new PutObjectAclCommand({ Bucket, Key, GrantFullControl: ALL_USERS })));
  for (const read of Object.values(waysToRead(target, user))) await refused(read());
  client.destroy();
});

test.each(['web', 'worker'] as const)('%s cannot make a bucket of its own to copy into', async (user) => {
  const client = s3Client(s3Keys(user));
  await refused(client.send(new CreateBucketCommand({ Bucket: `${buckets.settings.prefix}a-moi` })));
  client.destroy();
});
