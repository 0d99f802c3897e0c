import { join } from 'node:path';
import { quietly, ROOT } from './installation.mjs';
import { Panne, seconds } from './panne.mjs';
import { hasPostgres } from './postgres.mjs';
import { findBinary } from './processus.mjs';
import { assertRoom } from './services.mjs';

const SCRIPT = join(ROOT, 'docker', 'local', 'paquets.sh');
const ROOM = 1.2e9;

/** What each need is met by: programs looked for, packages that bring them. */
const NEEDS = {
  postgres: { present: hasPostgres, packages: ['postgresql-15'] },
  redis: { programs: ['redis-server'], packages: ['redis-server'] },
  clamd: { programs: ['clamd'], packages: ['clamav-daemon'] },
  s3: {
    programs: ['radosgw', 'radosgw-admin', 'ceph', 'ceph-mon', 'ceph-osd', 'monmaptool'],
    packages: ['radosgw', 'ceph-mon', 'ceph-osd'],
  },
  qpdf: { programs: ['qpdf'], packages: ['qpdf'] },
  poppler: { programs: ['pdftotext', 'pdftoppm', 'pdfinfo'], packages: ['poppler-utils'] },
  chromium: { programs: ['chromium'], packages: ['chromium', 'fonts-dejavu-core'] },
};

const isMet = ({ present, programs }) => (present ? present() : programs.every((name) => findBinary(name)));

const missingPackages = (needs) =>
  needs.map((name) => NEEDS[name]).flatMap((need) => (isMet(need) ? [] : need.packages));

/** The command that gives root, or null. Without a terminal sudo may not ask for a password. */
function asRoot() {
  if (process.getuid() === 0) return [];
  if (!findBinary('sudo')) return null;
  return process.stdin.isTTY ? ['sudo'] : ['sudo', '-n'];
}

const list = (packages) => packages.join(' ');
const byHand = (packages) => `« apt-get install --no-install-recommends ${list(packages)} »`;

export async function installPackages(packages, { root = asRoot(), say = console.error } = {}) {
  if (packages.length === 0) return;
  if (!findBinary('apt-get')) {
    throw new Panne(
      `Il manque ${list(packages)} et ce système n’a pas apt-get : installez-les, ou donnez DATABASE_URL, REDIS_URL, S3_ENDPOINT et CLAMD_URL.`,
    );
  }
  if (!root) {
    throw new Panne(
      `Il manque ${list(packages)} et sudo n’est pas là : demandez à un administrateur ${byHand(packages)}, puis relancez.`,
    );
  }
  assertRoom('/var', ROOM);
  say(`Installation des paquets Debian ${list(packages)} (sans démarrer de service)…`);
  const since = Date.now();
  const [file, ...args] = [...root, '/bin/sh', SCRIPT, ...packages];
  const input = process.stdin.isTTY ? 'inherit' : 'ignore';
  const { code, log, said } = await quietly(file, args, { logName: 'apt', input });
  if (code === 0) {
    say(`Paquets installés en ${seconds(since)}`);
    return;
  }
  if (/^sudo:/m.test(said)) {
    throw new Panne(
      `Il manque ${list(packages)} et sudo refuse (${said.split('\n').at(-1)}) : lancez d’abord « sudo -v », ou demandez à un administrateur ${byHand(packages)}, puis relancez.`,
    );
  }
  const reason = said.split('\n').find((line) => line.startsWith('E:')) ?? said.split('\n').at(-1);
  throw new Panne(
    `apt-get n’a pas pu installer ${list(packages)} (${reason}). Vérifiez la connexion et les dépôts (journal : ${log}), puis relancez.`,
  );
}

export const ensurePackages = async (needs) => {
  await installPackages(missingPackages(needs));
  const still = missingPackages(needs);
  if (still.length > 0)
    throw new Panne(
      `Les paquets ${list(still)} sont installés mais leurs programmes manquent : « apt-get install --reinstall ${list(still)} », puis relancez.`,
    );
};
