import { MOTIFS_REFUS, phraseDuMotif } from '../referentiel/index.js';
import { classer, etatEnClair } from './etats.rules.js';
import type { PieceVue } from './piece.schema.js';

const AMINA = 'a3f0c9e2-0000-4000-8000-000000000001';
const PAUL = 'a3f0c9e2-0000-4000-8000-000000000002';

type Choix = { etat: PieceVue['etat']; motif?: string; le?: number; fichier?: string; qui?: string; type?: string };

const piece = ({ etat, motif, le = 1, fichier = 'RECU', qui = AMINA, type = 'PACS' }: Choix): PieceVue => ({
  id: AMINA,
  dossier: AMINA,
  type,
  libelle: type,
  etat,
  motif: motif ? { code: motif, message: phraseDuMotif(motif) } : null,
  personnes: [qui],
  deposant: 'demandeur',
  organisme: null,
  recueLe: '2026-11-24',
  deposeeLe: `2026-11-0${le}T10:00:00.000Z`,
  enLigneLe: null,
  remplaceePar: null,
  pages: 0,
  fichiers: [
    {
      id: AMINA,
      rang: 1,
      nom: null,
      format: 'application/pdf',
      octets: 1,
      etat: fichier as PieceVue['fichiers'][number]['etat'],
      motif: null,
      pages: null,
    },
  ],
});

describe('the state of a pièce in plain words', () => {
  it.each(MOTIFS_REFUS)('%s is to be done again, and says why', (motif) => {
    expect(etatEnClair(piece({ etat: 'RETIREE', motif }))).toMatchObject({
      genre: 'A_REFAIRE',
      phrase: phraseDuMotif(motif),
    });
  });

  it.each([
    ['ATTENDU', 'Envoi en cours'],
    ['RECU', 'En cours de vérification'],
    ['SAIN', 'En cours de vérification'],
    ['A_EXAMINER', 'Vérification plus longue'],
  ])('a fichier %s is "%s"', (fichier, badge) => {
    expect(etatEnClair(piece({ etat: 'EN_PREPARATION', fichier }))).toMatchObject({ genre: 'EN_COURS', badge });
  });

  it('what she withdrew herself asks nothing of her', () => {
    expect(etatEnClair(piece({ etat: 'RETIREE', motif: 'piece.retiree' })).genre).toBe('HISTORIQUE');
  });
});

describe('the order of a dossier', () => {
  const refusee = piece({ etat: 'RETIREE', motif: 'fichier.illisible' });

  it('a refusal stays to be done until another of its type is given for the same person', () => {
    expect(classer([refusee]).aRefaire).toEqual([refusee]);
    expect(classer([refusee, piece({ etat: 'EN_LIGNE', le: 2 })]).aRefaire).toEqual([]);
    expect(classer([refusee, piece({ etat: 'EN_LIGNE', le: 2, qui: PAUL })]).aRefaire).toEqual([refusee]);
    expect(classer([refusee, piece({ etat: 'EN_LIGNE', le: 2, type: 'MARIAGE' })]).aRefaire).toEqual([refusee]);
  });

  it('one given and taken back mends nothing', () => {
    const reprise = piece({ etat: 'RETIREE', motif: 'piece.retiree', le: 2 });
    expect(classer([refusee, reprise]).aRefaire).toEqual([refusee]);
  });

  it('every pièce is in exactly one place', () => {
    const toutes = [
      refusee,
      piece({ etat: 'EN_LIGNE', le: 2 }),
      piece({ etat: 'EN_PREPARATION' }),
      piece({ etat: 'REMPLACEE' }),
    ];
    const { aRefaire, enCours, enLigne, historique } = classer(toutes);
    expect([...aRefaire, ...enCours, ...enLigne, ...historique]).toHaveLength(toutes.length);
  });
});
