/** Who and what the demonstration is made of. Every person, number and body is invented. */

export const COMMUNES = [
  { code: '59350', nom: 'Lille', departement: '59', region: '32', epci: '200093201' },
  { code: '59599', nom: 'Tourcoing', departement: '59', region: '32', epci: '200093201' },
  { code: '59512', nom: 'Roubaix', departement: '59', region: '32', epci: '200093201' },
  { code: '59178', nom: 'Douai', departement: '59', region: '32', epci: '200044618' },
  { code: '62041', nom: 'Arras', departement: '62', region: '32', epci: '200033579' },
  { code: '93066', nom: 'Saint-Denis', departement: '93', region: '11', epci: '200057867' },
  { code: '93048', nom: 'Montreuil', departement: '93', region: '11', epci: '200057875' },
  { code: '94028', nom: 'Créteil', departement: '94', region: '11', epci: '200058006' },
] as const;

/** A bailleur and the State read a département, or all of Île-de-France (CCH R441-2-6 a, b). */
export const ORGANISMES = [
  {
    siret: '21590350100017',
    type: 'COMMUNE',
    nom: 'Ville de Lille (démonstration)',
    territoires: ['COM:59350', 'EPCI:200093201'],
  },
  {
    siret: '24590041000011',
    type: 'EPCI',
    nom: 'Métropole européenne de Lille (démonstration)',
    territoires: ['EPCI:200093201'],
  },
  { siret: '26590001500019', type: 'BAILLEUR', nom: 'Habitat des Flandres (démonstration)', territoires: ['DEP:59'] },
  { siret: '55203404500012', type: 'BAILLEUR', nom: 'Seine Habitat (démonstration)', territoires: ['REG:11'] },
  { siret: '17590003400018', type: 'ETAT', nom: 'DDETS du Nord (démonstration)', territoires: ['DEP:59'] },
  {
    siret: '82454105800032',
    type: 'ACTION_LOGEMENT',
    nom: 'Action Logement Services (démonstration)',
    territoires: ['REG:11'],
  },
  { siret: '22590000100016', type: 'DEPARTEMENT', nom: 'Département du Nord (démonstration)', territoires: ['DEP:59'] },
] as const;

/** The agent whose account carries the sensitive right. */
export const SENSIBLES = new Set(['paul.sensible']);

const PRENOMS = ['Amélie', 'Bakary', 'Chloé', 'David', 'Élodie', 'Fatou', 'Gabriel', 'Hélène', 'Idriss', 'Jeanne'];
const NOMS = [
  'Lefèvre',
  'N’Diaye',
  'Petit',
  'Rousseau',
  'Saïdi',
  'Thomas',
  'Urbain',
  'Verbeke',
  'Wattel',
  'Yilmaz',
  'Zanetti',
];

export interface Habitant {
  prenom: string;
  nom: string;
  naissance: string;
  communes: string[];
}

/** The `i`-th invented demandeur: always the same, spread over both territories. */
export const habitant = (i: number): Habitant => ({
  prenom: PRENOMS[i % PRENOMS.length] ?? 'Alex',
  nom: NOMS[i % NOMS.length] ?? 'Martin',
  naissance: `${1955 + ((i * 7) % 48)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + ((i * 5) % 28)).padStart(2, '0')}`,
  communes: [
    COMMUNES[i % COMMUNES.length]?.code ?? '59350',
    COMMUNES[(i + (i % 2)) % COMMUNES.length]?.code ?? '59350',
  ],
});

/** Number of the `rang`-th demande of a territory: département, or 111 for all of Île-de-France. */
export const numeroUniqueDe = (commune: string, deposeeLe: string, rang: number): string => {
  const region = COMMUNES.find(({ code }) => code === commune)?.region;
  const territoire = region === '11' ? '111' : `0${commune.slice(0, 2)}`;
  return `${territoire}${deposeeLe.slice(5, 7)}${deposeeLe.slice(2, 4)}${String(rang).padStart(6, '0')}${commune}`;
};
