import { catalogue, MOTIFS_REFUS, phraseDuMotif } from '../referentiel/index.js';
import { accuseDeDepot, avisDeRefus } from './accuse.rules.js';

const depot = { libelle: 'Bail', personnes: ['Amina Benali'], fichiers: 2, le: new Date('2026-11-24T10:05:00Z') };

describe('the receipt of a deposit', () => {
  it('says which pièce, for whom, when and by whom', () => {
    const { objet, texte } = accuseDeDepot({ ...depot, organisme: null });
    expect(objet).toBe('Accusé de réception : Bail');
    expect(texte).toContain('24 novembre 2026 à 11:05');
    expect(texte).toContain('Personnes concernées : Amina Benali');
    expect(texte).toContain('Nombre de fichiers : 2');
    expect(texte).toContain('Déposée par : vous-même');
  });

  it('names the body and not the agent', () => {
    expect(accuseDeDepot({ ...depot, organisme: 'Ville de Lille' }).texte).toContain('un agent de Ville de Lille');
  });

  it.each(catalogue.map(({ libelle }) => libelle))('fits in the message box: %s', (libelle) => {
    expect(accuseDeDepot({ ...depot, libelle, organisme: null }).objet.length).toBeLessThanOrEqual(200);
  });
});

describe('the notice of a refusal', () => {
  it.each(MOTIFS_REFUS)('%s: what happened, then what to do', (motif) => {
    expect(avisDeRefus('Bail', phraseDuMotif(motif)).texte.split('\n\n')).toHaveLength(3);
  });
});
