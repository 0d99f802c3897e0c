import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBinary } from '../../docker/local/processus.mjs';

/** Nothing that reaches out of this machine, nor needs a user other than the one that runs the tests. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const ouvrirNavigateur = (): Promise<Browser> => {
  const executablePath = findBinary('chromium');
  if (!executablePath) throw new Error('chromium manque : « apt-get install chromium »');
  return chromium.launch({ executablePath, args: ARGS });
};

interface Compte {
  nomUtilisateur: string;
  client: 'demandeurs' | 'agents';
  prenom: string;
  nom: string;
}

const comptes = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../docker/demonstration/comptes.json'), 'utf8'),
) as Compte[];

/** Signs in as a person does: the kind of account, then the name. */
export const seConnecter = async (page: Page, racine: string, nomUtilisateur: string): Promise<void> => {
  const compte = comptes.find((un) => un.nomUtilisateur === nomUtilisateur);
  if (!compte) throw new Error(`${nomUtilisateur} n’est pas dans comptes.json`);
  await page.goto(`${racine}/connexion`);
  await page.click(compte.client === 'demandeurs' ? 'a[href="/connexion/demandeur"]' : 'a[href="/connexion/agent"]');
  await page.click(`text=${compte.prenom} ${compte.nom}`);
  await page.waitForURL((adresse) => adresse.origin === racine);
};

export type Session = NonNullable<BrowserContextOptions['storageState']>;

/** The cookies of a signed-in account (of nobody for null), for as many contexts as one likes. */
export const sessionDe = async (navigateur: Browser, racine: string, compte: string | null): Promise<Session> => {
  if (!compte) return { cookies: [], origins: [] };
  const contexte = await navigateur.newContext();
  const page = await contexte.newPage();
  await seConnecter(page, racine, compte);
  const session = await contexte.storageState();
  await contexte.close();
  return session;
};
