import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './ports.mjs';
import { Child, findBinary } from './processus.mjs';

const settings = ({ port, data, password }) => `bind 127.0.0.1
port ${port}
protected-mode yes
requirepass ${password}
daemonize no
databases 64
dir "${data}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
`;

export function redisService({ dir, port, secrets, onDeath }) {
  const data = join(dir, 'redis');
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  const file = join(data, 'redis.conf');
  const password = secrets.REDIS_PASSWORD;
  writeFileSync(file, settings({ port, data, password }), { mode: 0o600 });
  const child = new Child({
    name: 'redis',
    title: 'Redis',
    dir,
    file: findBinary('redis-server'),
    args: [file],
    onDeath,
  });
  const ping = async () => (await ask(port, `AUTH ${password}\r\nPING\r\n`)).startsWith('+OK');
  const start = async () => {
    child.start();
    await child.ready(ping);
  };
  return {
    children: [child],
    start,
    env: { REDIS_URL: `redis://default:${password}@127.0.0.1:${port}/0` },
  };
}
