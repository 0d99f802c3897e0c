import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const DOSSIER_ASSETS = fileURLToPath(new URL('./assets/', import.meta.url));

const { empreinte } = JSON.parse(readFileSync(`${DOSSIER_ASSETS}manifeste.json`, 'utf8')) as { empreinte: string };

/** Served for ever under the fingerprint of what they hold. */
export const PREFIXE_ASSETS = `/assets/${empreinte}/`;

export const adresseDe = (nom: 'style.css' | 'islands.js'): string => `${PREFIXE_ASSETS}${nom}`;
