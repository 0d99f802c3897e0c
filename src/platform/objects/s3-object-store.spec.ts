import { type Server, type Socket, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ObjectForbidden, ObjectMissing, ObjectStoreUnavailable } from './objects.errors.js';
import { S3ObjectStore } from './s3-object-store.js';

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** An S3 that behaves badly on purpose: what it says is up to the test. */
const serverThat = async (behaves: (socket: Socket) => void) => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    behaves(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const store = storeAt(port);
  open.push(() => {
    store.onApplicationShutdown();
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return store;
};

const storeAt = (port: number) =>
  new S3ObjectStore({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucketOwner: 'proprietaire',
    bucketPrefix: 'essai-',
    accessKey: 'acces',
    secretKey: 'secret',
    timeoutMs: 300,
  });

const answering = (head: string, body = '') =>
  serverThat((socket) => {
    socket.on('data', () => socket.write(`HTTP/1.1 ${head}\r\n\r\n${body}`));
  });

const put = (store: S3ObjectStore) =>
  store.put('quarantaine', 'a', Readable.from([Buffer.alloc(8_000_000)]), { bytes: 8_000_000, md5: '00' });

test('a frozen S3 is an error, for every act', async () => {
  const store = await serverThat(() => {});
  const acts = [
    store.get('pieces', 'a'),
    store.head('pieces', 'a'),
    store.remove('pieces', 'a'),
    store.list('pieces')[Symbol.asyncIterator]().next(),
    put(store),
  ];
  const results = await Promise.allSettled(acts);
  for (const result of results) expect(result).toMatchObject({ reason: expect.any(ObjectStoreUnavailable) });
});

test('an S3 that freezes in the middle of an object is an error', async () => {
  const store = await answering('200 OK\r\nContent-Length: 1000', 'x'.repeat(10));
  await expect(buffer(await store.get('pieces', 'a'))).rejects.toBeInstanceOf(ObjectStoreUnavailable);
});

test('a connection cut in the middle of an object is an error', async () => {
  const store = await serverThat((socket) => {
    socket.on('data', () => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nxxx`));
  });
  await expect(buffer(await store.get('pieces', 'a'))).rejects.toBeInstanceOf(ObjectStoreUnavailable);
});

test('nobody listening is an error', async () => {
  const store = storeAt(1);
  await expect(store.head('pieces', 'a')).rejects.toBeInstanceOf(ObjectStoreUnavailable);
  await expect(put(store)).rejects.toBeInstanceOf(ObjectStoreUnavailable);
});

test('a reader who stops early lets the connection go', async () => {
  const closed: Promise<unknown>[] = [];
  const store = await serverThat((socket) => {
    closed.push(new Promise((done) => socket.on('close', done)));
    socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(100_000)}`));
  });
  const body = await store.get('pieces', 'a');
  body.destroy();
  await Promise.all(closed);
  expect(closed).toHaveLength(1);
});

test.each([
  ['503 Service Unavailable', '', ObjectStoreUnavailable],
  ['500 Internal Server Error', '<html>proxy</html>', ObjectStoreUnavailable],
  ['409 Conflict', '', ObjectStoreUnavailable],
  ['403 Forbidden', '', ObjectForbidden],
  ['404 Not Found', '<Error><Code>NoSuchKey</Code></Error>', ObjectMissing],
  ['404 Not Found', '<Error><Code>NoSuchBucket</Code></Error>', ObjectStoreUnavailable],
])('branches on status and code: %s %s', async (status, body, kind) => {
  const store = await answering(`${status}\r\nContent-Length: ${body.length}`, body);
  await expect(store.get('pieces', 'a')).rejects.toBeInstanceOf(kind);
});
