import type { RendeursConfig } from './rendu.config.js';

/** What keeps a renderer away from the network. `aucune`: nothing does, the machine refused it. */
export type Isolation = 'reseau-coupe' | 'aucune';

/**
 * What a renderer is for. One that opens deposits never assembles: what a hostile file may have left in it would lie among
 * the papers of everybody.
 */
export type Genre = 'depot' | 'dossier';

/** As root a network namespace is enough; others need a user namespace to be allowed one. */
export const COUPURES: readonly (readonly string[])[] = [['unshare', '-n'], ['unshare', '-r', '-n'], []];

/** No secret, no proxy, no path of the host: what runs here gets nothing to take away. */
export const ENVIRONNEMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  HOME: '/nonexistent',
  // glibc reserves 64 MiB of address space a thread and arena: the limits below are spent on nothing without it.
  MALLOC_ARENA_MAX: '2',
} as const;

const SANS_PRIVILEGES = ['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--pdeathsig', 'KILL'];

const OPTIONS_NODE = [
  // Without its guard regions a WebAssembly memory no longer reserves 8 GiB of addresses.
  '--disable-wasm-trap-handler',
  '--max-old-space-size=512',
];

/** Each program executes the next one in its place, so that the pid stays that of the renderer. */
export const commande = (
  config: RendeursConfig,
  coupure: readonly string[],
  entree: string,
  genre: Genre = 'depot',
): [string, string[]] => [
  'prlimit',
  [
    `--as=${config.RENDU_ADRESSES_OCTETS}`,
    `--data=${config.RENDU_DONNEES_OCTETS}`,
    `--fsize=${genre === 'depot' ? config.RENDU_FICHIER_OCTETS : config.RENDU_DOSSIER_OCTETS}`,
    '--nofile=256',
    '--core=0',
    ...coupure,
    ...SANS_PRIVILEGES,
    process.execPath,
    ...OPTIONS_NODE,
    entree,
  ],
];
