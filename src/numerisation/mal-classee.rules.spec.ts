import { type Lecteur, lecteursEnJournal, messageAuProprietaire, messageAuTitulaire } from './mal-classee.rules.js';

const lecteur = (autre: Partial<Lecteur> = {}): Lecteur => ({
  organismeId: 'o1',
  organisme: 'Habitat des Flandres',
  pseudonyme: 'A-123456',
  lueLe: new Date('2026-11-24T10:00:00Z'),
  emportee: false,
  ...autre,
});
const depot = new Date('2026-11-24T09:00:00Z');

describe('a pièce that was in the wrong dossier', () => {
  it('is told to the person of that dossier without its owner, its kind or its readers', () => {
    const { texte } = messageAuTitulaire('Ville de Lille', depot);
    expect(texte).toContain('Le 24 novembre 2026 à 10:00, Ville de Lille');
    expect(texte).toContain('Vous n’avez rien à faire');
  });

  it('is told to its owner with the bodies that saw it, each once', () => {
    const { texte } = messageAuProprietaire('Ville de Lille', depot, [lecteur(), lecteur({ emportee: true })]);
    expect(texte.match(/Habitat des Flandres/g)).toHaveLength(1);
    expect(texte).not.toContain('A-123456');
    expect(messageAuProprietaire('Ville de Lille', depot, []).texte).toContain('Aucun agent ne l’avait ouverte');
  });

  it('leaves pseudonyms and bodies in the journal', () => {
    expect(lecteursEnJournal([lecteur(), lecteur(), lecteur({ pseudonyme: 'A-2', organismeId: 'o2' })])).toEqual({
      lecteurs: ['A-123456', 'A-2'],
      organismesLecteurs: ['o1', 'o2'],
    });
  });
});
