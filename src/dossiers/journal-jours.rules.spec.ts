import type { EntreeDuJournal } from './dossier.schema.js';
import { parJours } from './journal-jours.rules.js';

const ID = 'a3f0c9e2-0000-4000-8000-000000000001';

const entree = (le: string, acte: string, agent: string | null, libelle: string): EntreeDuJournal => ({
  rang: 1,
  le,
  acte,
  phrase: acte,
  organisme: 'Habitat des Flandres',
  agent,
  role: null,
  finalite: 'attribution d’un logement',
  pieces: [{ id: ID, libelle }],
  empreinte: '',
});

describe('the journal by days', () => {
  it('groups by the day in France, the newest first, and leaves none out', () => {
    const jours = parJours([
      entree('2026-11-24T23:30:00Z', 'PIECE_DEPOSEE', null, 'A'),
      entree('2026-11-24T10:00:00Z', 'PIECE_DEPOSEE', null, 'B'),
      entree('2026-11-23T10:00:00Z', 'PIECE_DEPOSEE', null, 'C'),
    ]);
    expect(jours.map(({ jour, faits }) => [jour, faits.length])).toEqual([
      ['25 novembre 2026', 1],
      ['24 novembre 2026', 1],
      ['23 novembre 2026', 1],
    ]);
  });

  it('tells the pièces that one agent opened in a row as one fact, in the order in which they were opened', () => {
    const [jour] = parJours([
      entree('2026-11-24T10:03:00Z', 'PIECE_LUE', 'A-1', 'Bail'),
      entree('2026-11-24T10:02:00Z', 'PIECE_LUE', 'A-1', 'PACS'),
      entree('2026-11-24T10:01:00Z', 'PIECE_LUE', 'A-2', 'PACS'),
    ]);
    expect(jour?.faits.map(({ entree: { agent, le }, pieces }) => [agent, le, pieces])).toEqual([
      ['A-1', '2026-11-24T10:02:00Z', ['PACS', 'Bail']],
      ['A-2', '2026-11-24T10:01:00Z', ['PACS']],
    ]);
  });
});
