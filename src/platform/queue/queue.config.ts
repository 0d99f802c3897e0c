import { secret, section } from '../config/index.js';

export const queueConfig = section('Files de travaux (Redis)', {
  REDIS_URL: secret('redis://:demonstration@127.0.0.1:6379/0').describe(
    'Redis ≥ 7, `appendonly yes`, `maxmemory-policy noeviction`. Le perdre ne perd aucun travail',
  ),
});
