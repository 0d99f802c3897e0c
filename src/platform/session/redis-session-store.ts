import type fastifySession from '@fastify/session';
import type { Session } from 'fastify';
import { Redis } from 'ioredis';

const key = (id: string): string => `session:${id}`;

/** Sessions live in Redis: any process serves them, and ending one is immediate everywhere (ASVS 7.4.1). */
export class RedisSessionStore implements fastifySession.SessionStore {
  private readonly redis: Redis;

  constructor(
    url: string,
    private readonly idleSeconds: number,
  ) {
    this.redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 3_000 });
    void this.redis.on('error', () => undefined);
  }

  set(id: string, session: Session, done: (error?: unknown) => void): void {
    void this.redis.set(key(id), JSON.stringify(session), 'EX', this.idleSeconds, (error) => done(error ?? undefined));
  }

  get(id: string, done: (error: unknown, session?: Session | null) => void): void {
    void this.redis.get(key(id), (error, found) => done(error, found ? (JSON.parse(found) as Session) : null));
  }

  destroy(id: string, done: (error?: unknown) => void): void {
    void this.redis.del(key(id), (error) => done(error ?? undefined));
  }

  close(): void {
    this.redis.disconnect();
  }
}
