import { DataSource } from 'typeorm';
import { type Anomalie, type Maillon, type Tete, VerificationDeChaine } from '../acces/index.js';
import { databaseConfig } from '../platform/database/index.js';

const PAGE = 5_000;
type Ligne = Omit<Maillon, 'rang'> & { rang: string };

/** Reads the journal as its owner, chain by chain and page by page: it may be larger than memory. */
export const verifierJournal = async (): Promise<{ chaines: number; entrees: number; anomalies: Anomalie[] }> => {
  const source = await new DataSource({
    type: 'postgres',
    url: databaseConfig.read().DATABASE_URL,
    schema: 'dun',
  }).initialize();
  try {
    return await source.transaction(async (tx) => {
      await tx.query(`select set_config('app.sujet', 'entretien', true), set_config('search_path', 'dun', true)`);
      const tetes = await tx.query<(Tete & { chaine: string; rang: string })[]>(
        'select chaine, rang, empreinte from journal_tete order by chaine',
      );
      const bilan = { chaines: tetes.length, entrees: 0, anomalies: [] as Anomalie[] };
      for (const tete of tetes) {
        const verification = new VerificationDeChaine(tete.chaine);
        let dernier = '0';
        for (let page: Ligne[] = []; ; dernier = page.at(-1)?.rang ?? dernier) {
          page = await tx.query<Ligne[]>(
            'select chaine, rang, contenu, empreinte from journal where chaine = $1 and rang > $2 order by rang limit $3',
            [tete.chaine, dernier, PAGE],
          );
          for (const ligne of page) {
            const anomalie = verification.suivre({ ...ligne, rang: Number(ligne.rang) });
            if (anomalie) bilan.anomalies.push(anomalie);
          }
          bilan.entrees += page.length;
          if (page.length < PAGE) break;
        }
        const fin = verification.finir({ rang: Number(tete.rang), empreinte: tete.empreinte });
        if (fin) bilan.anomalies.push(fin);
      }
      const orphelines = await tx.query<{ chaine: string }[]>(
        'select distinct chaine from journal where chaine not in (select chaine from journal_tete)',
      );
      bilan.anomalies.push(...orphelines.map(({ chaine }) => ({ chaine, rang: 0, cause: 'tete_differente' as const })));
      return bilan;
    });
  } finally {
    await source.destroy();
  }
};
