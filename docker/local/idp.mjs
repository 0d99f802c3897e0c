import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Provider, errors } from 'oidc-provider';
import { bearer, DEMONSTRATION_GRANT } from './jeton.mjs';

/**
 * Identity provider of the demonstration and of the tests: memory only, no password, never a production recipe.
 * Citizens come in through `dun-demandeurs` (as with FranceConnect), agents through `dun-agents` (as with ProConnect).
 */
const AUDIENCE = 'urn:dun:api';
const TOKEN_HOURS = 12;
const ACCOUNTS = new URL('../demonstration/comptes.json', import.meta.url);

const CLAIMS = {
  demandeurs: ({ sub, prenom, nom, naissance }) => ({
    sub,
    given_name: prenom,
    family_name: nom,
    birthdate: naissance,
  }),
  agents: ({ sub, prenom, nom, organisme }) => ({
    sub,
    given_name: prenom,
    usual_name: nom,
    siret: organisme,
    uid: sub,
  }),
};
const PROFILES = { demandeurs: 'demandeur', agents: 'agent' };
const SCOPES = ['given_name', 'family_name', 'birthdate', 'usual_name', 'siret', 'uid'];

const readAccounts = () => JSON.parse(readFileSync(ACCOUNTS, 'utf8'));

function signingKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
}

const webClient = (client_id, client_secret, webUrl, scopes) => ({
  client_id,
  client_secret,
  redirect_uris: [`${webUrl}/connexion/retour`],
  post_logout_redirect_uris: [`${webUrl}/`],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_post',
  id_token_signed_response_alg: 'ES256',
  scope: ['openid', ...scopes].join(' '),
});

/** The service's own secret is not the one that gives bearers of anybody away. */
const clients = ({ secret, clientSecret, webUrl }) => [
  webClient('dun-demandeurs', clientSecret, webUrl, ['given_name', 'family_name', 'birthdate']),
  webClient('dun-agents', clientSecret, webUrl, ['given_name', 'usual_name', 'siret', 'uid']),
  {
    client_id: 'dun-demonstration',
    client_secret: secret,
    redirect_uris: [],
    response_types: [],
    grant_types: [DEMONSTRATION_GRANT],
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'ES256',
  },
];

const resourceServer = {
  scope: '',
  audience: AUDIENCE,
  accessTokenTTL: TOKEN_HOURS * 3600,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
};

const configuration = (options, accounts) => ({
  clients: clients(options),
  jwks: { keys: [signingKey()] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  scopes: ['openid', ...SCOPES],
  claims: { openid: ['sub'], ...Object.fromEntries(SCOPES.map((scope) => [scope, [scope]])) },
  acrValues: ['eidas1'],
  conformIdTokenClaims: false,
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  pkce: { required: () => true },
  ttl: { Session: TOKEN_HOURS * 3600, Interaction: 3600, Grant: TOKEN_HOURS * 3600, IdToken: 3600 },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_ctx, resource) => {
        if (resource !== AUDIENCE) throw new errors.InvalidTarget();
        return resourceServer;
      },
    },
  },
  extraTokenClaims: (_ctx, token) => {
    const account = accounts.find(({ sub }) => sub === token.accountId);
    return account && { profil: PROFILES[account.client] };
  },
  findAccount: (_ctx, sub) => {
    const account = accounts.find((one) => one.sub === sub);
    return account && { accountId: sub, claims: () => CLAIMS[account.client](account) };
  },
  loadExistingGrant: async (ctx) => grantEverything(ctx.oidc),
});

/** No consent page: the two real providers show none to a service of the State. */
async function grantEverything({ provider, client, session, requestParamScopes }) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...requestParamScopes].join(' '));
  await grant.save();
  return grant;
}

/** A bearer for a named account, without a browser. */
function addDemonstrationGrant(provider, accounts) {
  const handler = async (ctx) => {
    const { client, params } = ctx.oidc;
    const account = accounts.find(({ nomUtilisateur }) => nomUtilisateur === params.username);
    if (!account) throw new errors.InvalidGrant('unknown account');
    const grant = new provider.Grant({ clientId: client.clientId, accountId: account.sub });
    const grantId = await grant.save();
    const token = new provider.AccessToken({ accountId: account.sub, client, grantId, gty: DEMONSTRATION_GRANT });
    token.resourceServer = new provider.ResourceServer(AUDIENCE, resourceServer);
    ctx.body = { access_token: await token.save(), expires_in: token.expiration, token_type: token.tokenType };
  };
  provider.registerGrantType(DEMONSTRATION_GRANT, handler, ['username']);
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const choice = (
  uid,
  accounts,
) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Connexion de démonstration</title>
<h1>Connexion de démonstration</h1><form method="post" action="/interaction/${uid}">${accounts
  .map(
    (account) =>
      `<p><button name="compte" value="${escape(account.nomUtilisateur)}">${escape(`${account.prenom} ${account.nom} (${account.role})`)}</button></p>`,
  )
  .join('')}</form></html>`;

async function readForm(request) {
  let body = '';
  for await (const part of request) {
    body += part;
    if (body.length > 4096) throw new Error('form too large');
  }
  return new URLSearchParams(body);
}

async function interact(provider, accounts, request, response) {
  const { uid, params } = await provider.interactionDetails(request, response);
  const mine = accounts.filter(({ client }) => params.client_id === `dun-${client}`);
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(choice(uid, mine));
    return;
  }
  const name = (await readForm(request)).get('compte');
  const account = mine.find(({ nomUtilisateur }) => nomUtilisateur === name);
  const result = account
    ? { login: { accountId: account.sub, acr: 'eidas1', amr: ['demonstration'] } }
    : { error: 'access_denied' };
  await provider.interactionFinished(request, response, result);
}

const listen = (server, port) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });

/** The port is ours before the provider exists, since its issuer is made of it. */
export async function startIdp({ port = 0, secret, clientSecret, webUrl }) {
  const accounts = readAccounts();
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listen(server, port)}`;
  const provider = new Provider(issuer, configuration({ secret, clientSecret, webUrl }, accounts));
  provider.on('server_error', (_ctx, error) => console.error(error.stack));
  addDemonstrationGrant(provider, accounts);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    return interact(provider, accounts, request, response).catch(() => response.writeHead(400).end());
  });
  return {
    issuer,
    jeton: (nomUtilisateur) => bearer(issuer, secret, nomUtilisateur),
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { IDP_PORT, IDP_DEMONSTRATION_SECRET: secret, IDP_CLIENT_SECRET: clientSecret, WEB_URL: webUrl } = process.env;
  const idp = await startIdp({ port: Number(IDP_PORT ?? 0), secret, clientSecret, webUrl });
  console.log(`Fournisseur d’identité de démonstration : ${idp.issuer}`);
  process.once('SIGTERM', () => void idp.close());
}
