import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Demande, Dossier, Personne } from '../demandes/index.js';
import { enEntretien } from '../operation/entretien.js';
import { Agent, Habilitation, Organisme, ROLES } from '../organismes/index.js';
import { Fichier, Objet, Piece, PiecePersonne } from '../pieces/index.js';
import { type ObjectStore, objectStore } from '../platform/objects/index.js';
import { jourIso, libelleDe, nomRecherche, typeDePieceDe } from '../referentiel/index.js';
import { eicar, specimen, tronque } from './documents.js';
import { COMMUNES, habitant, type Habitant, numeroUniqueDe, ORGANISMES, SENSIBLES } from './population.js';

const comptes = z.array(
  z.object({
    sub: z.string(),
    client: z.enum(['demandeurs', 'agents']),
    nomUtilisateur: z.string(),
    role: z.enum(['demandeur', ...ROLES]),
    organisme: z.string().nullable(),
    prenom: z.string(),
    nom: z.string(),
    naissance: z.iso.date().optional(),
  }),
);
type Comptes = z.infer<typeof comptes>;

const JOUR_MS = 86_400_000;
const ilYA = (jours: number): Date => new Date(Date.now() - jours * JOUR_MS);
/** Far enough for the sweeper never to take it: these rows show a state that otherwise lasts an instant. */
const JAMAIS = new Date('2099-01-01T00:00:00Z');
const DOSSIERS = 44;

const semerOrganismes = async (tx: EntityManager, lesComptes: Comptes): Promise<Map<string, Agent>> => {
  await tx.query('insert into commune select * from jsonb_populate_recordset(null::commune, $1)', [
    JSON.stringify(COMMUNES),
  ]);
  const organismes = new Map(ORGANISMES.map(({ siret }) => [siret as string, randomUUID()]));
  await tx.insert(
    Organisme,
    ORGANISMES.map((organisme) => ({
      ...organisme,
      territoires: [...organisme.territoires],
      id: organismes.get(organisme.siret) ?? '',
    })),
  );
  const agents = new Map<string, Agent>();
  for (const { client, sub, nomUtilisateur, role, organisme, prenom, nom } of lesComptes) {
    if (client !== 'agents' || role === 'demandeur') continue;
    const id = randomUUID();
    const pseudonyme = `A-${createHash('sha256').update(id).digest('hex').slice(0, 6).toUpperCase()}`;
    const agent = {
      id,
      organismeId: organismes.get(organisme ?? '') ?? '',
      sujetExterne: sub,
      pseudonyme,
      prenom,
      nom,
    };
    await tx.insert(Agent, agent);
    const sensible = SENSIBLES.has(nomUtilisateur);
    await tx.insert(Habilitation, { id: randomUUID(), agentId: id, role, sensible, debut: ilYA(365), fin: null });
    agents.set(nomUtilisateur, agent);
  }
  return agents;
};

interface DossierSeme {
  id: string;
  personneId: string;
  nomComplet: string;
}

const semerDossier = async (
  tx: EntityManager,
  rang: number,
  qui: Habitant,
  sujetExterne: string | null,
): Promise<DossierSeme> => {
  const [id, personneId] = [randomUUID(), randomUUID()];
  const radiee = rang === 7;
  const deposeeLe = jourIso(ilYA(30 + rang * 11));
  await tx.insert(Dossier, { id, actif: true, territoires: [] });
  await tx.insert(Personne, {
    id: personneId,
    dossierId: id,
    role: 'demandeur',
    prenom: qui.prenom,
    nom: qui.nom,
    nomRecherche: nomRecherche(qui.nom),
    naissance: qui.naissance,
    sujetExterne,
  });
  await tx.insert(Demande, {
    id: randomUUID(),
    dossierId: id,
    numeroUnique: numeroUniqueDe(qui.communes[0] ?? '', deposeeLe, rang + 1),
    etat: radiee ? 'RADIEE' : 'ACTIVE',
    communes: qui.communes,
    deposeeLe,
    radieeLe: radiee ? jourIso(ilYA(3)) : null,
    motifRadiation: radiee ? 'RENONCIATION' : null,
  });
  return { id, personneId, nomComplet: `${qui.prenom} ${qui.nom}` };
};

type PieceSemee = {
  type: string;
  piece?: Partial<Piece>;
  fichier?: Partial<Fichier> & { repriseLe?: Date };
  octets?: Buffer;
};

/** Rows as a deposit leaves them and, unless nothing was received, the bytes in quarantine: the worker does the rest. */
const semerPiece = async (
  tx: EntityManager,
  store: ObjectStore,
  dossier: DossierSeme,
  semee: PieceSemee,
): Promise<string> => {
  const [id, fichierId, objetId] = [randomUUID(), randomUUID(), randomUUID()];
  const octets = semee.octets ?? (await specimen(libelleDe(semee.type), dossier.nomComplet));
  const empreinte = { octets: octets.length, sha256: createHash('sha256').update(octets).digest() };
  const { repriseLe = new Date(), ...fichier } = semee.fichier ?? {};
  const etat = fichier.etat ?? 'RECU';
  const cle = `recu/${objetId}`;
  const recu = etat !== 'ATTENDU' && etat !== 'ABANDONNE';
  await tx.insert(Piece, {
    id,
    dossierId: dossier.id,
    type: semee.type,
    sensible: typeDePieceDe(semee.type)?.sensible ?? false,
    deposant: 'demandeur',
    recueLe: jourIso(new Date()),
    ...semee.piece,
  });
  await tx.insert(PiecePersonne, { pieceId: id, personneId: dossier.personneId });
  const commun = { dossierId: dossier.id, ...empreinte };
  await tx.insert(Fichier, {
    id: fichierId,
    pieceId: id,
    rang: 1,
    nom: `${semee.type.toLowerCase()}.pdf`,
    format: 'application/pdf',
    etat,
    recuLe: recu ? new Date() : null,
    ...commun,
    ...fichier,
  });
  await tx.query('update fichier set reprise_le = $2 where id = $1', [fichierId, repriseLe]);
  await tx.insert(Objet, {
    id: objetId,
    fichierId,
    genre: 'RECU',
    seau: 'quarantaine',
    cle,
    etat: recu ? 'PRESENT' : 'ATTENDU',
    ...commun,
    octets: String(octets.length),
  });
  if (recu)
    await store.put('quarantaine', cle, octets, {
      bytes: octets.length,
      md5: createHash('md5').update(octets).digest('hex'),
    });
  await tx.query('select journal_inscrire($1, $2, $3, $4)', [
    `dossier:${dossier.id}`,
    dossier.id,
    semee.piece?.organismeId ?? null,
    JSON.stringify({ acte: 'PIECE_DEPOSEE', sujet: 'demandeur', dossier: dossier.id, piece: id }),
  ]);
  return id;
};

/** One pièce for each state, on one dossier that shows them all. */
const semerTousLesEtats = async (
  tx: EntityManager,
  store: ObjectStore,
  dossier: DossierSeme,
  guichet: Agent,
): Promise<void> => {
  const poser = (semee: PieceSemee): Promise<string> => semerPiece(tx, store, dossier, semee);
  await poser({ type: 'MARIAGE', fichier: { etat: 'ATTENDU' } });
  await poser({ type: 'PACS', fichier: { repriseLe: JAMAIS } });
  await poser({ type: 'VEUVAGE', fichier: { etat: 'SAIN', sainLe: new Date(), repriseLe: JAMAIS } });
  await poser({ type: 'CARTE_ETUDIANT', octets: eicar() });
  await poser({ type: 'CONTRAT_APPRENTISSAGE', octets: await tronque() });
  await poser({
    type: 'BULLETINS_SALAIRE',
    piece: { etat: 'RETIREE', retireeLe: ilYA(2), motifRetrait: 'depot.interrompu' },
    fichier: { etat: 'ABANDONNE', attenduLe: ilYA(3), finLe: ilYA(2), motif: 'depot.interrompu' },
  });
  await poser({
    type: 'ALLOCATION_CHOMAGE',
    piece: { deposant: 'agent', agentId: guichet.id, organismeId: guichet.organismeId, recueLe: jourIso(ilYA(20)) },
    fichier: { etat: 'A_EXAMINER', finLe: ilYA(1), motif: 'fichier.a_examiner' },
  });
  const remplacante = await poser({ type: 'AVIS_IMPOSITION_N2' });
  const remplacee = await poser({
    type: 'AVIS_IMPOSITION_N2',
    octets: await specimen('Avis ancien', dossier.nomComplet),
  });
  await tx.query(`update piece set etat = 'REMPLACEE', remplacee_le = now(), remplacee_par = $2 where id = $1`, [
    remplacee,
    remplacante,
  ]);
};

const semerTout = async (tx: EntityManager, store: ObjectStore | null, lesComptes: Comptes): Promise<void> => {
  const agents = await semerOrganismes(tx, lesComptes);
  const guichet = agents.get('claire.guichet');
  if (!guichet) throw new Error('Le compte claire.guichet manque dans comptes.json');
  const demandeurs = lesComptes.filter(({ client }) => client === 'demandeurs');
  for (const [rang, { sub, prenom, nom, naissance = '1980-01-01' }] of demandeurs.entries()) {
    const dossier = await semerDossier(tx, rang, { prenom, nom, naissance, communes: ['59350', '59599'] }, sub);
    if (store && rang > 0) await semerTousLesEtats(tx, store, dossier, guichet);
  }
  for (let rang = demandeurs.length; rang < DOSSIERS; rang += 1) {
    const dossier = await semerDossier(tx, rang, habitant(rang), null);
    if (store && rang % 3 === 0) await semerPiece(tx, store, dossier, { type: 'IDENTITE_FR' });
    if (store && rang % 9 === 0) await semerPiece(tx, store, dossier, { type: 'DIVORCE' });
  }
};

/**
 * Fills an empty base with the demonstration, with or without pièces; does nothing on one that already holds something.
 */
export const semer = async (
  dire: (ligne: string) => void,
  { sansPieces = false, chemin = 'docker/demonstration/comptes.json' } = {},
): Promise<void> => {
  const entities = [Organisme, Agent, Habilitation, Dossier, Personne, Demande, Piece, PiecePersonne, Fichier, Objet];
  const store = sansPieces ? null : objectStore();
  await enEntretien(
    async (tx) => {
      const [{ deja }] = await tx.query<[{ deja: boolean }]>('select exists (select from organisme) as deja');
      if (deja) return dire('démonstration déjà en place');
      await semerTout(tx, store, comptes.parse(JSON.parse(readFileSync(chemin, 'utf8'))));
      dire(`démonstration semée : ${DOSSIERS} dossiers, ${ORGANISMES.length} organismes`);
    },
    { entities },
  );
};
