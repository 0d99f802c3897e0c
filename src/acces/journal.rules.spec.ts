import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Anomalie, type Maillon, type Tete, VerificationDeChaine } from './journal.rules.js';

const CHAINE = 'dossier:a';

/** Seals an entry as the database does, on top of the one before it. */
const sceller = (precedente: Buffer, contenu: string): Buffer =>
  createHash('sha256').update(precedente).update(contenu, 'utf8').digest();

const chaineDe = (actes: readonly string[]): { maillons: Maillon[]; tete: Tete } => {
  const maillons: Maillon[] = [];
  let empreinte: Buffer = Buffer.alloc(0);
  for (const [i, acte] of actes.entries()) {
    const contenu = JSON.stringify({ acte, chaine: CHAINE, rang: i + 1, dossier: 'a' });
    empreinte = sceller(empreinte, contenu);
    maillons.push({ chaine: CHAINE, rang: i + 1, contenu, empreinte, dossier: 'a', organisme: null });
  }
  return { maillons, tete: { rang: maillons.length, empreinte } };
};

const verifier = (maillons: readonly Maillon[], tete: Tete): Anomalie[] => {
  const verification = new VerificationDeChaine(CHAINE);
  return [...maillons.map((maillon) => verification.suivre(maillon)), verification.finir(tete)].filter(
    (anomalie) => anomalie !== null,
  );
};

/** A chain of at least two entries, and a place in it. */
const chaineEtPlace = fc
  .array(fc.string({ maxLength: 20 }), { minLength: 2, maxLength: 12 })
  .chain((actes) => fc.record({ actes: fc.constant(actes), place: fc.nat(actes.length - 1) }));

const trouve = (alterer: (maillons: Maillon[], place: number) => Maillon[] | null): void =>
  fc.assert(
    fc.property(chaineEtPlace, ({ actes, place }) => {
      const { maillons, tete } = chaineDe(actes);
      const alteree = alterer(maillons, place);
      if (alteree) expect(verifier(alteree, tete)).not.toEqual([]);
    }),
  );

describe('the verification of a chain', () => {
  it('passes a chain as it was written, of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (actes) => {
        const { maillons, tete } = chaineDe(actes);
        expect(verifier(maillons, tete)).toEqual([]);
      }),
    );
  });

  it('finds a changed entry', () => {
    trouve((maillons, place) =>
      maillons.map((maillon, i) => (i === place ? { ...maillon, contenu: `${maillon.contenu} ` } : maillon)),
    );
    trouve((maillons, place) =>
      maillons.map((maillon, i) => (i === place ? { ...maillon, empreinte: Buffer.alloc(32) } : maillon)),
    );
  });

  it('finds a changed entry sealed anew, by the one that follows or by the head', () => {
    trouve((maillons, place) => {
      const precedente = maillons[place - 1]?.empreinte ?? Buffer.alloc(0);
      const contenu = JSON.stringify({ acte: 'autre chose', chaine: CHAINE, rang: place + 1, dossier: 'a' });
      return maillons.map((maillon, i) =>
        i === place ? { ...maillon, contenu, empreinte: sceller(precedente, contenu) } : maillon,
      );
    });
  });

  it('finds a removed entry, at the start, in the middle and at the end', () => {
    trouve((maillons, place) => maillons.toSpliced(place, 1));
  });

  it('finds a removed entry whose followers were renumbered', () => {
    trouve((maillons, place) => maillons.toSpliced(place, 1).map((maillon, i) => ({ ...maillon, rang: i + 1 })));
  });

  it('finds an inserted entry, a copy included', () => {
    trouve((maillons, place) => maillons.toSpliced(place, 0, ...maillons.slice(place, place + 1)));
    trouve((maillons, place) =>
      [...maillons.slice(0, place), ...maillons.slice(place, place + 1), ...maillons.slice(place)].map(
        (maillon, i) => ({
          ...maillon,
          rang: i + 1,
        }),
      ),
    );
  });

  it('finds two entries that changed places', () => {
    trouve((maillons, place) => {
      const autre = (place + 1) % maillons.length;
      const [un, deux] = [maillons[place], maillons[autre]];
      return un && deux ? maillons.with(place, deux).with(autre, un) : null;
    });
  });

  it('finds a chain cut short, whole as what is left may be', () => {
    trouve((maillons, place) => maillons.slice(0, place));
  });

  it('finds an entry shown to another dossier, or hidden from its own', () => {
    for (const dossier of ['b', null])
      trouve((maillons, place) => maillons.map((maillon, i) => (i === place ? { ...maillon, dossier } : maillon)));
  });

  it.each(['pas du JSON', 'null', '1', '[]', '{}', JSON.stringify({ chaine: 'dossier:b', rang: 1 })])(
    'finds a well-sealed entry that does not say its own place: %s',
    (contenu) => {
      const empreinte = sceller(Buffer.alloc(0), contenu);
      const maillon = { chaine: CHAINE, rang: 1, contenu, empreinte, dossier: 'a', organisme: null };
      expect(verifier([maillon], { rang: 1, empreinte })).toEqual([
        { chaine: CHAINE, rang: 1, cause: 'contenu_incoherent' },
      ]);
    },
  );
});
