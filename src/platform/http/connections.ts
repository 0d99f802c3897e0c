import type { IncomingMessage } from 'node:http';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Long enough for a client that is still sending to read why it was refused. */
const LINGER_MS = 5_000;
/** What is under way at the stop of a process may end; what is not ended by then is cut, and leaves nothing. */
const STOP_MS = 10_000;

/**
 * After an answer given before the end of the request: the rest is thrown away for a moment, as closing at once would
 * lose the answer, then the connection is closed. Left alone it would be read by nobody and stay open.
 */
export const linger = (request: IncomingMessage): void => {
  if (request.complete || request.destroyed) return;
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
};

/** A slow upload must not hold the stop of the process for as long as it likes. */
@Injectable()
export class ConnectionsAtStop implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as { closeAllConnections(): void };
    setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
  }
}
