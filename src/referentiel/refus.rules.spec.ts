import { MOTIFS_REFUS, phraseDuMotif } from './refus.rules.js';

describe('the sentence of a refusal', () => {
  it.each(MOTIFS_REFUS)('%s tells a person what to do next', (motif) => {
    expect(phraseDuMotif(motif)).toMatch(/envoye|choisissez|reprenez|gardez|enregistrez|imprimez/i);
  });

  it.each(MOTIFS_REFUS)('%s holds no word of the machine room', (motif) => {
    expect(phraseDuMotif(motif)).not.toMatch(/erreur|qpdf|pixel limit|timeout|exception|octets/i);
  });
});
