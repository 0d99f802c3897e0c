import type { RendeursConfig } from './rendu.config.js';

/**
 * What keeps a renderer away from the network, and from the memory and environment of the worker, which the kernel refuses
 * to a process of fewer capabilities or of another user namespace. `aucune`: nothing does, the machine refused it. It does
 * see the same files as the worker: it outlives a job and its folder, so that a view of its own would cost a new process a
 * job (90 to 420 ms of CPU, as much as the work).
 */
export type Isolation = 'reseau-coupe' | 'aucune';

/**
 * What a renderer is for. One that opens deposits never assembles: what a hostile file may have left in it would lie among
 * the papers of everybody.
 */
export type Genre = 'depot' | 'dossier';

/** As root, who gives its capabilities up below, a network namespace is enough; others need a user namespace to be allowed one. */
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
