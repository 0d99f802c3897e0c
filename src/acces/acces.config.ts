import { z } from 'zod';
import { section } from '../platform/config/index.js';

export const accesConfig = section('Accès', {
  OIDC_ISSUER: z
    .url()
    .default('http://127.0.0.1:9000')
    .describe('Émetteur des jetons de l’API (fournisseur d’identité de démonstration)'),
  API_AUDIENCE: z.string().default('urn:dun:api').describe('Destinataire que doit porter un jeton de l’API'),
});
