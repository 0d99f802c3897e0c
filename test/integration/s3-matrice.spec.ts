import { BUCKETS, type Bucket } from '../../src/platform/objects/index.js';
import { ACTIONS, type Action, type Keys, NOBODY, isAllowed } from '../support/s3-actions.js';
import { world } from '../support/s3-world.js';
import { s3Keys } from '../support/s3.js';

type User = 'web' | 'worker' | 'admin';

/** The owner of the buckets looks after them, and reads nothing that is in them. */
const OWNER: Action[] = [
  'list',
  'listVersions',
  'listUploads',
  'headBucket',
  'getPolicy',
  'putPolicy',
  'getBucketAcl',
  'putBucketAcl',
  'putLifecycle',
];
/** Neither copies nor presigned addresses carry the one grant that the policies want: writing is a plain PUT. */
const WRITE: Action[] = ['put'];
const READ: Action[] = ['get', 'getOlder', 'head', 'presignedGet', 'copyOut'];
const LIST: Action[] = ['list', 'headBucket'];
const REMOVE: Action[] = ['remove', 'removeMany'];

/** What each may do. Everything else of ACTIONS, and everything for everybody else, must be refused. */
const ALLOWED: Record<Bucket, Record<User, Action[]>> = {
  quarantaine: {
    web: WRITE,
    worker: [...READ, ...REMOVE, ...LIST],
    admin: OWNER,
  },
  pieces: {
    web: [...READ, ...LIST],
    worker: [...WRITE, ...READ, ...REMOVE, ...LIST],
    admin: OWNER,
  },
  refus: {
    web: [],
    worker: [...WRITE, ...REMOVE, ...LIST],
    admin: OWNER,
  },
};

const USERS: User[] = ['web', 'worker', 'admin'];
const all = Object.keys(ACTIONS) as Action[];
const pairs = <T>(users: T[]) => BUCKETS.flatMap((bucket) => users.map((user) => [user, bucket] as const));

let ours: Awaited<ReturnType<typeof world>>;
let foreign: Awaited<ReturnType<typeof world>>;

beforeAll(async () => {
  ours = await world();
  foreign = await world({ foreign: true });
}, 60_000);

afterAll(async () => {
  await ours.drop();
  await foreign.drop();
}, 60_000);

const allowedTo = async (keys: Keys | typeof NOBODY, bucket: Bucket, { target } = ours) => {
  const allowed: Action[] = [];
  for (const action of all) {
    const one = await target(bucket, keys);
    if (await isAllowed(action, one)) allowed.push(action);
    one.client.destroy();
  }
  return allowed;
};

const inOrder = (actions: Action[]) => all.filter((action) => actions.includes(action));

test.each(pairs(USERS))(
  '%s on %s may do this and no more',
  async (user, bucket) => {
    expect(await allowedTo(s3Keys(user), bucket)).toEqual(inOrder(ALLOWED[bucket][user]));
  },
  60_000,
);

test.each(pairs(['anonymous', 'wrong secret']))(
  '%s on %s may do nothing',
  async (who, bucket) => {
    const keys = who === 'anonymous' ? NOBODY : { ...s3Keys('worker'), secretKey: 'faux' };
    expect(await allowedTo(keys, bucket)).toEqual([]);
  },
  60_000,
);

test.each(BUCKETS)(
  'a user the policies do not name may do nothing on %s',
  async (bucket) => {
    expect(await allowedTo(s3Keys('web'), bucket, foreign)).toEqual([]);
  },
  60_000,
);

test('all of it passes on a bucket without these policies, so that a refusal above is theirs', async () => {
  const refused: Action[] = [];
  for (const action of all) {
    if (!(await isAllowed(action, await ours.control(s3Keys('admin'))))) refused.push(action);
  }
  expect(refused).toEqual([]);
}, 60_000);
