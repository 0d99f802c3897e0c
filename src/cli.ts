import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { demarrer } from './demarrer.js';
import { fichiersAExaminer, refuserFichier } from './operation/a-examiner.js';
import { configurationEnMarkdown } from './operation/documentation.js';
import { verifierJournal } from './operation/journal.js';
import { openapi } from './operation/openapi.js';
import { preparer } from './operation/preparer.js';
import { enInstant } from './referentiel/index.js';
import { semer } from './demonstration/semer.js';

const dire = (ligne: string): void => void process.stdout.write(`${ligne}\n`);

/** Writes a generated file or, with `--verifier`, fails when the committed one is not the same. */
const produire = (chemin: string, contenu: string, verifier: boolean): void => {
  if (!verifier) {
    mkdirSync(dirname(chemin), { recursive: true });
    writeFileSync(chemin, contenu);
  } else if (readFileSync(chemin, 'utf8') !== contenu) {
    throw new Error(`${chemin} n’est plus à jour : relancez la commande sans --verifier et validez le fichier`);
  }
};

const journal = async (sousCommande: string | undefined): Promise<void> => {
  if (sousCommande !== 'verify') throw new Error('Usage : cli journal verify');
  const { chaines, entrees, anomalies } = await verifierJournal();
  for (const { chaine, rang, cause } of anomalies) dire(`ANOMALIE ${chaine} rang ${rang} : ${cause}`);
  dire(`journal : ${chaines} chaînes, ${entrees} entrées, ${anomalies.length} anomalie(s)`);
  if (anomalies.length > 0) process.exitCode = 1;
};

const aExaminer = async ([option, refuse]: string[]): Promise<void> => {
  if (option === '--refuser') {
    if (!refuse || !(await refuserFichier(refuse)))
      throw new Error('Usage : cli a-examiner --refuser ID, d’un fichier à examiner');
    return dire(`${refuse} : refusé, la pièce est à déposer de nouveau`);
  }
  const reprendre = option === '--reprendre';
  const fichiers = await fichiersAExaminer(reprendre);
  for (const { id, depuis, recueLe, tentatives } of fichiers) {
    dire(`${id}  à examiner depuis le ${enInstant(depuis)}, reçu le ${recueLe}, ${tentatives} essai(s)`);
  }
  dire(`${fichiers.length} fichier(s) à examiner${reprendre ? ', tous remis à l’analyse' : ''}`);
};

const COMMANDES: Record<string, (args: string[]) => Promise<void>> = {
  preparer: () => preparer(dire),
  seed: (args) => semer(dire, { sansPieces: args.includes('--sans-pieces') }),
  journal: ([sousCommande]) => journal(sousCommande),
  'a-examiner': aExaminer,
  openapi: async (args) => produire('openapi.json', await openapi(), args.includes('--verifier')),
  configuration: async (args) =>
    produire('docs/configuration.md', configurationEnMarkdown(), args.includes('--verifier')),
};

demarrer(async () => {
  const [nom = '', ...args] = process.argv.slice(2);
  const commande = COMMANDES[nom];
  if (!commande) throw new Error(`Commandes : ${Object.keys(COMMANDES).join(', ')}`);
  await commande(args);
  process.exit();
});
