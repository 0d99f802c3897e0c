import type { Menu } from '../ui/index.js';
import type { SujetConnecte } from './sujet.js';

const DEMANDEUR: Menu[] = [
  { libelle: 'Mon dossier', href: '/dossier' },
  { libelle: 'Déposer une pièce', href: '/dossier/depot' },
  { libelle: 'Qui a consulté mon dossier', href: '/dossier/journal' },
  { libelle: 'Messages', href: '/messages' },
];
const GUICHET: Menu[] = [
  { libelle: 'Trouver un dossier', href: '/guichet' },
  { libelle: 'Dépôts du jour', href: '/guichet/depots' },
];
const LECTEUR: Menu[] = [{ libelle: 'Ouvrir un dossier', href: '/consultation' }];

/** What each kind of sujet comes to do, in the order in which it is done. */
export const menuDe = (sujet: SujetConnecte | undefined): Menu[] => {
  if (!sujet) return [];
  if (sujet.type === 'demandeur') return DEMANDEUR;
  return [
    ...(sujet.roles.includes('guichet') ? GUICHET : []),
    ...(sujet.roles.some((role) => role !== 'guichet' && role !== 'gestion') ? LECTEUR : []),
  ];
};

/** The first page after sign-in. */
export const accueilDe = (sujet: SujetConnecte): string => menuDe(sujet)[0]?.href ?? '/';
