import { z } from 'zod';
import { secret, section } from '../platform/config/index.js';

const issuer = (qui: string) => z.url().default('http://127.0.0.1:9000').describe(`Émetteur OpenID Connect des ${qui}`);
const client = (id: string) => z.string().default(id).describe('Identifiant de ce service chez lui');

export const connexionConfig = section('Connexion', {
  DEMANDEURS_ISSUER: issuer('demandeurs (FranceConnect)'),
  DEMANDEURS_CLIENT_ID: client('dun-demandeurs'),
  DEMANDEURS_CLIENT_SECRET: secret('demonstration').describe('Secret de ce service chez lui'),
  AGENTS_ISSUER: issuer('agents (ProConnect)'),
  AGENTS_CLIENT_ID: client('dun-agents'),
  AGENTS_CLIENT_SECRET: secret('demonstration').describe('Secret de ce service chez lui'),
});
