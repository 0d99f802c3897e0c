import type { EntityManager } from 'typeorm';
import { type Anomalie, type Maillon, type Tete, VerificationDeChaine } from '../acces/index.js';
import { enEntretien } from './entretien.js';

const PAGE = 5_000;
type Ligne = Omit<Maillon, 'rang'> & { rang: string };
type LigneTete = Omit<Tete, 'rang'> & { chaine: string; rang: string };

/** The entries of one chain in order, page by page: a journal may be larger than memory. */
async function* entreesDe(tx: EntityManager, chaine: string): AsyncGenerator<Maillon> {
  for (let dernier = '0', page: Ligne[] = []; ;) {
    page = await tx.query<Ligne[]>(
      'select chaine, rang, contenu, empreinte, dossier_id as dossier, organisme_id as organisme from journal where chaine = $1 and rang > $2 order by rang limit $3',
      [chaine, dernier, PAGE],
    );
    for (const ligne of page) yield { ...ligne, rang: Number(ligne.rang) };
    if (page.length < PAGE) return;
    dernier = page.at(-1)?.rang ?? dernier;
  }
}

export interface BilanDuJournal {
  chaines: number;
  entrees: number;
  anomalies: Anomalie[];
}

const suivreLesChaines = async (tx: EntityManager): Promise<BilanDuJournal> => {
  const tetes = await tx.query<LigneTete[]>('select chaine, rang, empreinte from journal_tete order by chaine');
  const bilan: BilanDuJournal = { chaines: tetes.length, entrees: 0, anomalies: [] };
  for (const { chaine, rang, empreinte } of tetes) {
    const verification = new VerificationDeChaine(chaine);
    for await (const entree of entreesDe(tx, chaine)) {
      bilan.entrees += 1;
      const anomalie = verification.suivre(entree);
      if (anomalie) bilan.anomalies.push(anomalie);
    }
    const fin = verification.finir({ rang: Number(rang), empreinte });
    if (fin) bilan.anomalies.push(fin);
  }
  const sansTete = await tx.query<{ chaine: string }[]>(
    'select distinct chaine from journal where chaine not in (select chaine from journal_tete)',
  );
  bilan.anomalies.push(...sansTete.map(({ chaine }) => ({ chaine, rang: 0, cause: 'tete_differente' as const })));
  return bilan;
};

/** Follows every hash chain from its first entry to its head, in one picture of a base that goes on living. */
export const verifierJournal = (): Promise<BilanDuJournal> =>
  enEntretien(suivreLesChaines, { isolation: 'REPEATABLE READ' });
