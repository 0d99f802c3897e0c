import { PassThrough, Readable, Transform, pipeline } from 'node:stream';
import { ObjectCorrupted, ObjectStoreUnavailable } from './objects.errors.js';

const measured = (bytes: number) => {
  let seen = 0;
  const wrong = () => new ObjectCorrupted(`${seen} octets reçus, ${bytes} annoncés`);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > bytes ? wrong() : null, chunk);
    },
    flush: (done) => done(seen === bytes ? null : wrong()),
  });
};

/** The SDK does not watch its source: without this, one that breaks or ends short leaves the request hanging. */
export const exactly = (source: Readable | Buffer, bytes: number, stop: AbortController) => {
  if (Buffer.isBuffer(source)) {
    if (source.length !== bytes) throw new ObjectCorrupted(`${source.length} octets reçus, ${bytes} annoncés`);
    return { body: source, release: () => {} };
  }
  const body = measured(bytes);
  pipeline(source, body, (error) => {
    if (error) stop.abort(error);
  });
  return { body, release: () => body.destroy() };
};

/** A body that stops half-way says so in the words of the port. */
export const watched = (body: Readable, place: string): Readable => {
  const out = new PassThrough();
  body.once('error', (cause) => out.destroy(new ObjectStoreUnavailable(place, { cause })));
  out.once('close', () => body.destroy());
  return body.pipe(out);
};
