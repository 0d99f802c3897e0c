import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { openapi } from '../../src/operation/openapi.js';
import { envWeb } from '../../docker/local/environnement.mjs';
import { attendre, Maison, portLibre, Processus } from '../support/maison.js';

const PAREE = [400, 401, 404, 413, 414, 415, 422];

describe('nonsense and misconfiguration are answered, and never by a 500', () => {
  let maison: Maison;
  let jetons: string[];
  let routes: { methode: string; chemin: string }[];

  beforeAll(async () => {
    maison = await Maison.monter();
    maison.web.demarrer();
    await maison.pret();
    jetons = await Promise.all(['amina', 'claire.guichet', 'ines.bailleur'].map((nom) => maison.idp.jeton(nom)));
    const { paths } = JSON.parse(await openapi()) as { paths: Record<string, Record<string, unknown>> };
    routes = Object.entries(paths).flatMap(([chemin, methodes]) =>
      Object.keys(methodes).map((methode) => ({
        methode: methode.toUpperCase(),
        chemin: chemin.replace('/api/v1', '').replace('{id}', randomUUID()).replace('{n}', '1'),
      })),
    );
  }, 90_000);

  afterAll(() => maison?.fermer());

  const appeler = async (methode: string, chemin: string, init: RequestInit = {}, jeton = jetons[0]) => {
    const reponse = await fetch(`${maison.api}${chemin}`, {
      method: methode,
      ...init,
      headers: { authorization: `Bearer ${jeton}`, ...(init.headers as object) },
    });
    const corps = await reponse.text();
    return { status: reponse.status, type: reponse.headers.get('content-type') ?? '', corps };
  };

  const corps: [string, string | undefined, string | Uint8Array<ArrayBuffer>][] = [
    ['application/json', 'nothing', ''],
    ['application/json', 'half an object', '{"numeroUnique":'],
    ['application/json', 'null', 'null'],
    ['application/json', 'a list', '[]'],
    ['application/json', 'a number', '1e999'],
    ['application/json', 'a prototype', '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'],
    ['application/json', 'wrong types', '{"numeroUnique":{"$ne":""},"nom":[1],"finalite":null}'],
    [
      'application/json',
      'NUL',
      JSON.stringify({ numeroUnique: '059112300004259350', nom: '\u0000', finalite: 'DALO' }),
    ],
    ['application/json', 'a lone surrogate', '{"numeroUnique":"059112300004259350","nom":"\\ud800","finalite":"DALO"}'],
    [
      'application/json',
      'an unknown key',
      '{"numeroUnique":"059112300004259350","nom":"x","finalite":"DALO","agentId":"x"}',
    ],
    ['application/json', 'depth', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['application/json', 'too much', JSON.stringify({ nom: 'x'.repeat(100_000) })],
    ['application/json', 'bytes', randomBytes(512)],
    ['text/xml', 'an entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
    ['application/x-www-form-urlencoded', 'a form', 'numeroUnique[$ne]=&nom[]=1'],
    ['text/plain', 'text', 'bonjour'],
    ['', 'no type', 'bonjour'],
    ['multipart/form-data', 'no boundary', 'bonjour'],
    ['multipart/form-data; boundary=x', 'no part', 'bonjour'],
    [
      'multipart/form-data; boundary=x',
      'an unfinished part',
      '--x\r\nContent-Disposition: form-data; name="type"\r\n\r\nIDENT',
    ],
    [
      'multipart/form-data; boundary=x',
      'a prototype',
      '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n',
    ],
    [
      'multipart/form-data; boundary=x',
      'a part without a name',
      '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n',
    ],
    [
      'multipart/form-data; boundary=x',
      'many fields',
      Array.from({ length: 200 }, (_, i) => `--x\r\nContent-Disposition: form-data; name="c${i}"\r\n\r\n1\r\n`).join(
        '',
      ) + '--x--\r\n',
    ],
    [
      'multipart/form-data; boundary=x',
      'a long field',
      `--x\r\nContent-Disposition: form-data; name="type"\r\n\r\n${'A'.repeat(50_000)}\r\n--x--\r\n`,
    ],
  ];

  it.each(corps)('%s, %s: refused on every route with problem+json', async (type, _, contenu) => {
    const [{ id } = { id: '' }] = await maison.sql<{ id: string }>(
      `select dossier_id as id from personne where sujet_externe = 'demo-amina-benali'`,
    );
    const siennes = { methode: 'POST', chemin: `/dossiers/${id}/pieces` };
    for (const { methode, chemin } of [...routes.filter((route) => route.methode !== 'GET'), siennes])
      for (const jeton of jetons) {
        const {
          status,
          type: rendu,
          corps: texte,
        } = await appeler(
          methode,
          chemin,
          { body: contenu, headers: { ...(type && { 'content-type': type }) } },
          jeton,
        );
        if (!PAREE.includes(status)) throw new Error(`${methode} ${chemin} : ${status} ${texte}`);
        expect(rendu).toBe('application/problem+json; charset=utf-8');
      }
    expect(await maison.sql(`select from fichier`)).toEqual([]);
  });

  const chemins = [
    '/dossiers/%00',
    '/dossiers/%E0%A4%A',
    '/dossiers/..%2f..%2fsante',
    `/dossiers/${'a'.repeat(5000)}`,
    '/dossiers?numeroUnique=1&numeroUnique=2',
    '/dossiers?numeroUnique[$ne]=1',
    '/dossiers?numeroUnique=%00',
    `/dossiers?numeroUnique=${'9'.repeat(4000)}`,
    `/pieces/${randomUUID()}/pages/0/apercu`,
    `/pieces/${randomUUID()}/pages/1e3/apercu`,
    `/pieces/${randomUUID()}/pages/-1/apercu`,
    `/pieces/${randomUUID()}/pages/99999999999999999999/apercu`,
    `/consultations/${randomUUID()}/dossier.pdf?x=${'y'.repeat(3000)}`,
    '/nulle-part',
    '/dossiers/',
    '//dossiers',
    '/__proto__',
  ];

  it.each(chemins)('GET %s', async (chemin) => {
    for (const jeton of jetons) {
      const { status, type } = await appeler('GET', chemin, {}, jeton);
      expect(PAREE).toContain(status);
      expect(type).toBe('application/problem+json; charset=utf-8');
    }
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('%s on every route that has it not', async (methode) => {
    for (const { chemin } of routes.filter((route) => route.methode !== methode)) {
      if (routes.some((route) => route.methode === methode && route.chemin.split('/')[1] === chemin.split('/')[1]))
        continue;
      const { status, type } = await appeler(methode, chemin);
      expect([chemin, status, type]).toEqual([chemin, 404, 'application/problem+json; charset=utf-8']);
    }
  });

  it('what is not HTTP closes the connection and nothing else', async () => {
    const [{ hostname, port }] = [new URL(maison.api)];
    for (const octets of [
      'GARBAGE\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
    ]) {
      const reponse = await new Promise<string>((fin) => {
        let recu = '';
        const prise = connect(Number(port), hostname, () => prise.write(octets));
        prise.on('data', (morceau) => (recu += String(morceau)));
        prise.on('error', () => fin(recu));
        prise.on('close', () => fin(recu));
      });
      expect(reponse).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    }
    expect((await fetch(`${maison.api}/sante/vivant`)).status).toBe(200);
    expect(maison.web.vivant).toBe(true);
  });

  it('answers carry what keeps a browser from doing more with them', async () => {
    const { headers } = await fetch(`${maison.api}/dossiers`, { headers: { authorization: `Bearer ${jetons[0]}` } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none';(?!.*unsafe).*frame-ancestors 'none'/),
      'referrer-policy': 'same-origin',
      'cache-control': expect.stringContaining('no-store'),
    });
    expect(headers.has('x-powered-by')).toBe(false);
  });

  it('none of it was an error of ours in the log', () => {
    const erreurs = maison.web
      .lireJournal()
      .split('\n')
      .filter((ligne) => ligne.includes('"level":50'));
    expect(erreurs).toEqual([]);
  });

  const lancer = async (env: Record<string, string>, mode = 'production'): Promise<{ web: Processus; api: string }> => {
    const port = await portLibre();
    const web = new Processus(
      'main.js',
      { ...env, MODE: mode, PORT: String(port) },
      join(maison.dossier, `${randomUUID()}.log`),
    );
    web.demarrer();
    return { web, api: `http://127.0.0.1:${port}/api/v1` };
  };

  it('a base whose every connection is busy is a 503, and its service comes back', async () => {
    const { web, api } = await lancer(
      {
        ...envWeb(maison.services, maison.copie),
        OIDC_ISSUER: maison.idp.issuer,
        DATABASE_POOL: '1',
      },
      'demonstration',
    );
    const chercher = () =>
      fetch(`${api}/dossiers?numeroUnique=059112399999959350`, { headers: { authorization: `Bearer ${jetons[2]}` } });
    try {
      await attendre('web vivant', () =>
        chercher().then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      await maison.sql('begin');
      await maison.sql('select * from journal_tete for update');
      const [premiere, ...autres] = [chercher(), chercher(), chercher()];
      const refusees = await Promise.all(autres);
      await maison.sql('rollback');
      const statuts = [(await premiere).status, ...refusees.map(({ status }) => status)];
      expect(statuts.toSorted((a, b) => a - b)).toEqual([200, 503, 503]);
      expect((await chercher()).status).toBe(200);
    } finally {
      await web.arreter();
    }
  });

  describe('in production', () => {
    it('tokens of people do not exist, and a base of unknown age is not ready', async () => {
      const { web, api } = await lancer({
        ...envWeb(maison.services, maison.copie),
        PUBLIC_URL: 'https://dossier.example',
      });
      try {
        await attendre('web vivant', () =>
          fetch(`${api}/sante/vivant`).then(
            ({ ok }) => ok,
            () => false,
          ),
        );
        for (const jeton of jetons) {
          const { status } = await fetch(`${api}/dossiers`, { headers: { authorization: `Bearer ${jeton}` } });
          expect(status).toBe(401);
        }
        expect((await fetch(`${api}/sante/pret`)).status).toBe(503);
      } finally {
        await web.arreter();
      }
    });

    it('demonstration secrets refuse to start, all named at once, none shown', async () => {
      const { PATH = '' } = process.env;
      const { web } = await lancer({ PATH, REDIS_URL: 'redis://:une-demonstration@127.0.0.1/0', PORT: 'x' });
      expect(await web.fin()).toBe(1);
      const dit = web.lireJournal();
      for (const variable of [
        'DATABASE_URL',
        'REDIS_URL',
        'S3_ACCESS_KEY',
        'S3_SECRET_KEY',
        'COFFRE_URL',
        'COFFRE_KEK',
        'SESSION_SECRET',
        'AGENTS_CLIENT_SECRET',
      ])
        expect(dit).toMatch(new RegExp(`- ${variable} :`));
      expect(dit).not.toMatch(/:\/\/|une-demonstration|^\s+at /m);
    });
  });
});
