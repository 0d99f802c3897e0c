import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Pool } from 'pg';
import type { Client } from '../../docker/demonstration/client.mjs';
import { envWorker } from '../../docker/local/environnement.mjs';
import { Coffre, coffreConfig, EncryptedObjects } from '../../src/platform/coffre/index.js';
import { CoffreRepository } from '../../src/platform/coffre/coffre.repository.js';
import { BUCKETS, objectsConfig, S3ObjectStore } from '../../src/platform/objects/index.js';
import type { Contenu } from './contenus.js';
import { attendre, type Maison } from './maison.js';
import type { Depot } from './telephone.js';

interface Ligne {
  id: string;
  piece: string;
  dossier: string;
  sha256: string;
  etat: string;
  pages: number | null;
  retire: boolean;
  etatPiece: string;
  recu: boolean;
}

interface LigneObjet {
  fichier: string | null;
  dossier: string;
  genre: string;
  seau: string;
  page: number | null;
  cle: string;
  sha256: string | null;
  etat: string;
}

/** What is right, told in one line; what is not, one line each. */
export interface Constat {
  bilan: string;
  anomalies: string[];
}

const sha256De = async (flux: Readable): Promise<string> => {
  const empreinte = createHash('sha256');
  for await (const morceau of flux) empreinte.update(morceau as Buffer);
  return empreinte.digest('hex');
};

const compter = <T>(elements: readonly T[], cle: (element: T) => string): Map<string, number> => {
  const comptes = new Map<string, number>();
  for (const element of elements) comptes.set(cle(element), (comptes.get(cle(element)) ?? 0) + 1);
  return comptes;
};

/** A worker's own way to the bytes, for the test. */
const coffreFort = (maison: Maison) => {
  const env = envWorker(maison.services, maison.copie);
  const s3 = objectsConfig.read(env);
  const { COFFRE_URL, COFFRE_KEK, COFFRE_KEK_ID } = coffreConfig.read(env);
  const store = new S3ObjectStore({
    endpoint: s3.S3_ENDPOINT,
    region: s3.S3_REGION,
    bucketPrefix: s3.S3_BUCKET_PREFIX,
    bucketOwner: s3.S3_BUCKET_OWNER,
    accessKey: s3.S3_ACCESS_KEY,
    secretKey: s3.S3_SECRET_KEY,
    timeoutMs: 10_000,
  });
  const cles = new CoffreRepository(new Pool({ connectionString: COFFRE_URL, max: 2 }));
  const chiffres = new EncryptedObjects(new Coffre(cles, { id: COFFRE_KEK_ID, key: COFFRE_KEK }), store);
  const fermer = async (): Promise<void> => {
    store.onApplicationShutdown();
    await cles.onApplicationShutdown();
  };
  return { store, chiffres, fermer };
};

const lignes = (maison: Maison): Promise<Ligne[]> =>
  maison.sql<Ligne>(
    `select f.id, f.piece_id as piece, f.dossier_id as dossier, encode(f.sha256, 'hex') as sha256, f.etat, f.pages,
       f.retire_le is not null as retire, p.etat as "etatPiece", f.recu_le is not null as recu
     from fichier f join piece p on p.id = f.piece_id`,
  );

const objets = (maison: Maison): Promise<LigneObjet[]> =>
  maison.sql<LigneObjet>(
    `select fichier_id as fichier, dossier_id as dossier, genre, seau, page, cle, encode(sha256, 'hex') as sha256, etat
     from objet`,
  );

/** What is still to be done by somebody, in the words of the rows. */
export const enSuspens = async (maison: Maison): Promise<string[]> => {
  const restes = await maison.sql<{ quoi: string; n: number }>(
    `select 'fichier ' || etat as quoi, count(*)::int as n from fichier where etat in ('ATTENDU', 'RECU', 'SAIN') group by 1
     union all select 'objet ' || etat, count(*)::int from objet where etat in ('ATTENDU', 'A_DETRUIRE') group by 1
     union all select 'restitution ' || etat, count(*)::int from restitution where etat = 'ATTENDUE' group by 1`,
  );
  return restes.map(({ quoi, n }) => `${n} ${quoi}`);
};

/** @returns milliseconds until nothing was left to do. After `ms` it is told as it stands by `verifierTout`. */
export const converger = async (maison: Maison, ms = 150_000): Promise<number> => {
  const debut = Date.now();
  await attendre('plus rien à faire', async () => (await enSuspens(maison)).length === 0, ms).catch(() => undefined);
  return Date.now() - debut;
};

/** Each acknowledged deposit has its right end, and no content is there twice. */
const verifierDepots = (depots: readonly Depot[], fichiers: readonly Ligne[]): string[] => {
  const anomalies: string[] = [];
  const parPiece = Map.groupBy(fichiers, ({ piece }) => piece);
  for (const { pieceId, contenus } of depots) {
    const siens = parPiece.get(pieceId);
    if (!siens) anomalies.push(`PERDU pièce ${pieceId} accusée, absente de la base`);
    for (const contenu of contenus) anomalies.push(...verifierContenu(pieceId, contenu, contenus, siens ?? []));
  }
  const enLigne = fichiers.filter(({ etatPiece }) => etatPiece === 'EN_LIGNE');
  for (const [cle, n] of compter(enLigne, ({ dossier, sha256 }) => `${dossier} ${sha256}`))
    if (n > 1) anomalies.push(`DOUBLÉ contenu ${cle} en ligne ${n} fois`);
  const vivants = fichiers.filter(({ etat, retire }) => !retire && !['INFECTE', 'REFUSE', 'ABANDONNE'].includes(etat));
  for (const [cle, n] of compter(vivants, ({ dossier, sha256 }) => `${dossier} ${sha256}`))
    if (n > 1) anomalies.push(`DOUBLÉ fichier ${cle} vivant ${n} fois`);
  for (const { id, etat } of fichiers)
    if (['ATTENDU', 'RECU', 'SAIN', 'A_EXAMINER'].includes(etat)) anomalies.push(`fichier ${id} resté ${etat}`);
  return anomalies;
};

const verifierContenu = (
  pieceId: string,
  { name, fin, sha256 }: Contenu,
  contenus: readonly Contenu[],
  siens: readonly Ligne[],
): string[] => {
  const ligne = siens.find((candidat) => candidat.sha256 === sha256);
  if (!ligne) return [`PERDU ${name} de la pièce ${pieceId}`];
  const pieceBonne = contenus.every((contenu) => contenu.fin === 'PRET');
  const admis = pieceBonne || contenus.length === 1 ? [fin] : [fin, 'ABANDONNE'];
  const piece = pieceBonne ? 'EN_LIGNE' : 'RETIREE';
  return [
    ...(admis.includes(ligne.etat) ? [] : [`${name} (${ligne.id}) est ${ligne.etat} au lieu de ${admis.join(' ou ')}`]),
    ...(ligne.etatPiece === piece ? [] : [`pièce ${pieceId} (${name}) est ${ligne.etatPiece} au lieu de ${piece}`]),
  ];
};

/** Exactly the objects that each fichier must have, by genre and page. */
const verifierObjets = (fichiers: readonly Ligne[], rangees: readonly LigneObjet[]): string[] => {
  const anomalies: string[] = [];
  const presents = Map.groupBy(
    rangees.filter(({ etat }) => etat === 'PRESENT'),
    ({ fichier }) => fichier,
  );
  for (const { id, etat, etatPiece, pages } of fichiers) {
    const enLigne = etat === 'PRET' && etatPiece === 'EN_LIGNE';
    const apercus = Array.from({ length: pages ?? 0 }, (_, page) => `APERCU ${page + 1}`);
    const voulus = enLigne ? ['ORIGINAL', 'PDF', 'VIGNETTES', ...apercus] : etat === 'INFECTE' ? ['REFUS'] : [];
    const trouves = (presents.get(id) ?? []).map(({ genre, page }) => (page === null ? genre : `${genre} ${page}`));
    const [attendu, obtenu] = [voulus.toSorted().join(), trouves.toSorted().join()];
    if (attendu !== obtenu) anomalies.push(`objets de ${id} (${etat}) : [${obtenu}] au lieu de [${attendu}]`);
  }
  for (const { cle, etat } of rangees)
    if (etat === 'ATTENDU' || etat === 'A_DETRUIRE') anomalies.push(`objet ${cle} resté ${etat}`);
  return anomalies;
};

/** Bucket = table, both ways; and every object of a pièce online opens to the bytes that its row tells. */
const verifierSeaux = async (
  maison: Maison,
  fichiers: readonly Ligne[],
  rangees: readonly LigneObjet[],
): Promise<string[]> => {
  const anomalies: string[] = [];
  const { store, chiffres, fermer } = coffreFort(maison);
  try {
    const etatDe = new Map(rangees.map(({ seau, cle, etat }) => [`${seau}/${cle}`, etat]));
    const trouves = new Set<string>();
    for (const seau of BUCKETS) for await (const { key } of store.list(seau)) trouves.add(`${seau}/${key}`);
    for (const lieu of trouves)
      if (etatDe.get(lieu) !== 'PRESENT') anomalies.push(`ORPHELIN ${lieu} (${etatDe.get(lieu) ?? 'sans ligne'})`);
    for (const [lieu, etat] of etatDe)
      if (etat === 'PRESENT' && !trouves.has(lieu)) anomalies.push(`PERDU ${lieu} manque dans le seau`);
    const recus = new Map(fichiers.map(({ id, sha256 }) => [id, sha256]));
    for (const { seau, cle, dossier, genre, fichier, sha256, etat } of rangees) {
      if (seau !== 'pieces' || etat !== 'PRESENT' || !trouves.has(`${seau}/${cle}`)) continue;
      const lu = await chiffres.get(dossier, cle).then(sha256De);
      if (lu !== sha256) anomalies.push(`ABÎMÉ ${cle} n’est pas ce que dit sa ligne`);
      if (genre === 'ORIGINAL' && lu !== recus.get(fichier ?? ''))
        anomalies.push(`ABÎMÉ original ${cle} n’est pas le reçu`);
    }
  } finally {
    await fermer();
  }
  return anomalies;
};

const verifierApercus = async (clients: readonly Client[], fichiers: readonly Ligne[]): Promise<string[]> => {
  const enLigne = new Set(fichiers.filter(({ etatPiece }) => etatPiece === 'EN_LIGNE').map(({ piece }) => piece));
  const anomalies: string[] = [];
  for (const piece of enLigne) {
    const reponses = await Promise.all(clients.map((client) => client.get(`/pieces/${piece}/pages/1/apercu`)));
    if (!reponses.some(({ status, body }) => status === 200 && body.byteLength > 100))
      anomalies.push(`aperçu de ${piece} : ${reponses.map(({ status }) => status).join()}`);
  }
  return anomalies;
};

const ACTES = ['PIECE_DEPOSEE', 'PIECE_EN_LIGNE', 'PIECE_REFUSEE'] as const;

/** The chains verify, and tell each act exactly once. */
const verifierJournal = async (maison: Maison, fichiers: readonly Ligne[]): Promise<string[]> => {
  const { code, sortie } = await maison.cli('journal', 'verify');
  const anomalies = code === 0 ? [] : [`journal : ${sortie}`];
  const entrees = await maison.sql<{ acte: string; piece: string }>(
    `select contenu::jsonb ->> 'acte' as acte, contenu::jsonb ->> 'piece' as piece from journal
     where chaine like 'dossier:%' and contenu::jsonb ->> 'acte' = any ($1)`,
    [ACTES],
  );
  const comptes = compter(entrees, ({ acte, piece }) => `${acte} ${piece}`);
  for (const [piece, siens] of Map.groupBy(fichiers, (fichier) => fichier.piece)) {
    const recue = siens.every(({ recu }) => recu);
    const voulus = {
      PIECE_DEPOSEE: recue,
      PIECE_EN_LIGNE: siens[0]?.etatPiece === 'EN_LIGNE',
      PIECE_REFUSEE: recue && siens[0]?.etatPiece === 'RETIREE',
    };
    for (const acte of ACTES) {
      const n = comptes.get(`${acte} ${piece}`) ?? 0;
      if (n !== Number(voulus[acte])) anomalies.push(`journal : ${n} × ${acte} pour la pièce ${piece}`);
    }
  }
  return anomalies;
};

/** The folders of the living web and worker are there, and empty; nothing of a dead one is. */
const verifierTravail = (maison: Maison): string[] => {
  const chemins = readdirSync(maison.dossier, { recursive: true, encoding: 'utf8' });
  const etablis = chemins.filter((chemin) => /^travail-[0-9a-f-]+$/.test(chemin));
  return [
    ...chemins
      .filter((chemin) => !/^([a-z0-9-]+\.log|travail-[0-9a-f-]+(\.verrou)?)$/.test(chemin))
      .map((chemin) => `reste ${chemin}`),
    ...(etablis.length > 2 ? [`${etablis.length} dossiers de travail pour un web et un worker`] : []),
  ];
};

/** Call it once nothing is left to do (`converger`): all that must hold whatever died before. */
export const verifierTout = async (
  maison: Maison,
  depots: readonly Depot[],
  clients: readonly Client[],
): Promise<Constat> => {
  const [fichiers, rangees] = [await lignes(maison), await objets(maison)];
  const anomalies = [
    ...(await enSuspens(maison)).map((reste) => `à faire : ${reste}`),
    ...verifierDepots(depots, fichiers),
    ...verifierObjets(fichiers, rangees),
    ...(await verifierSeaux(maison, fichiers, rangees)),
    ...(await verifierApercus(clients, fichiers)),
    ...(await verifierJournal(maison, fichiers)),
    ...verifierTravail(maison),
  ];
  const etats = [...compter(fichiers, ({ etat }) => etat)].map(([etat, n]) => `${n} ${etat}`).join(', ');
  const presents = rangees.filter(({ etat }) => etat === 'PRESENT').length;
  return { bilan: `${depots.length} dépôts accusés ; fichiers : ${etats} ; ${presents} objets`, anomalies };
};
