import cookie from '@fastify/cookie';
import session from '@fastify/session';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { RedisSessionStore } from './redis-session-store.js';
import { sessionConfig } from './session.config.js';

/** Server-side sessions behind one cookie: HttpOnly, SameSite=Lax and, over https, `__Host-` and Secure (ASVS 3.3). */
export const registerSession = async (adapter: FastifyAdapter, redisUrl: string): Promise<void> => {
  const { SESSION_SECRET, SESSION_INACTIVITE_MIN, PUBLIC_URL } = sessionConfig.read();
  const secure = PUBLIC_URL.startsWith('https:');
  const idleSeconds = SESSION_INACTIVITE_MIN * 60;
  const store = new RedisSessionStore(redisUrl, idleSeconds);
  await adapter.register(cookie as never);
  await adapter.register(session as never, {
    secret: SESSION_SECRET,
    cookieName: secure ? '__Host-dun' : 'dun',
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: idleSeconds * 1000 },
    saveUninitialized: false,
    rolling: true,
    store,
  });
  adapter.getInstance().addHook('onClose', async () => store.close());
};
