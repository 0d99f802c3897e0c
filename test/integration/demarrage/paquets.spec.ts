import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installPackages } from '../../../docker/local/paquets.mjs';

const SCRIPT = resolve('docker/local/paquets.sh');

/**
 * A root folder of our own and an `apt-get` that does what a Debian package does: it asks policy-rc.d before it starts
 * its service, and notes what it saw.
 */
const APT = `#!/bin/sh
[ "$2" = update ] && exit 0
cat "$RACINE/etc/postgresql-common/createcluster.d/dun.conf" >"$RACINE/vu" 2>/dev/null
"$RACINE/usr/sbin/policy-rc.d" redis-server start 2>/dev/null
policy=$?
echo "policy $policy" >>"$RACINE/vu"
echo neuf.service >>"$RACINE/units"
if [ -n "\${LENT:-}" ]; then touch "$RACINE/en-cours"; sleep "$LENT" & wait; fi
[ "$policy" -eq 101 ] || node "$RACINE/service.mjs" >/dev/null 2>&1 &
sleep 0.3
exit "\${ECHEC:-0}"
`;
const SYSTEMCTL = `#!/bin/sh
case $1 in
  list-unit-files) sed 's/$/ enabled enabled/' "$RACINE/units" ;;
  disable) echo "$@" >>"$RACINE/disabled" ;;
esac
`;
const SERVICE = `import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
const server = createServer().listen(0, '127.0.0.1', () => writeFileSync(process.env.RACINE + '/port', String(server.address().port)));
setTimeout(() => process.exit(), 3000);
`;

let root: string;
const at = (path: string) => join(root, path);
const policy = () => at('usr/sbin/policy-rc.d');
const program = (path: string, text: string) => {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
};
const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  RACINE: root,
  PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
  ...more,
});

const install = (more: Record<string, string> = {}) =>
  new Promise<number>((done) => {
    execFile('sh', [SCRIPT, 'un-paquet'], { env: environment(more) }, (error) => done(Number(error?.code ?? 0)));
  });

const listens = async () => {
  if (!existsSync(at('port'))) return false;
  const socket = connect(Number(readFileSync(at('port'), 'utf8')), '127.0.0.1');
  return new Promise<boolean>((answer) => {
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  }).finally(() => socket.destroy());
};

const untilInside = async () => {
  for (let tries = 0; tries < 200 && !existsSync(at('en-cours')); tries += 1) await sleep(20);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dun-paquets-'));
  for (const folder of ['bin', 'usr/sbin', 'etc']) mkdirSync(at(folder), { recursive: true });
  program(at('bin/apt-get'), APT);
  program(at('bin/systemctl'), SYSTEMCTL);
  writeFileSync(at('service.mjs'), SERVICE);
  writeFileSync(at('units'), 'ancien.service\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the apt step', () => {
  it('lets no service start nor cluster be made, and leaves no trace', async () => {
    expect(await install()).toBe(0);
    expect(readFileSync(at('vu'), 'utf8')).toBe('create_main_cluster = false\npolicy 101\n');
    expect(await listens()).toBe(false);
    expect(existsSync(policy())).toBe(false);
    expect(existsSync(at('etc/postgresql-common'))).toBe(false);
  });

  it('is needed: the same package listens when nothing refuses', async () => {
    await new Promise((done) => execFile(at('bin/apt-get'), ['-q', 'install'], { env: environment() }, done));
    for (let tries = 0; tries < 100 && !existsSync(at('port')); tries += 1) await sleep(20);
    expect(await listens()).toBe(true);
  });

  it('puts a permissive policy back as it was', async () => {
    program(policy(), '#!/bin/sh\nexit 0\n');
    expect(await install()).toBe(0);
    expect(readFileSync(at('vu'), 'utf8')).toContain('policy 101');
    expect(readFileSync(policy(), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('leaves alone a policy that refuses already', async () => {
    program(policy(), `#!/bin/sh\necho vu >>"$RACINE/demandes"\nexit 101\n`);
    expect(await install()).toBe(0);
    expect(readFileSync(at('vu'), 'utf8')).toContain('policy 101');
    expect(readFileSync(policy(), 'utf8')).toContain('demandes');
    expect(existsSync(at('demandes'))).toBe(true);
  });

  it('restores after a failure of apt-get, whose status it keeps', async () => {
    program(policy(), '#!/bin/sh\nexit 0\n');
    expect(await install({ ECHEC: '100' })).toBe(100);
    expect(readFileSync(policy(), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('restores after %s, at once or at the next call', async (signal) => {
    program(policy(), '#!/bin/sh\nexit 0\n');
    const child = spawn('sh', [SCRIPT, 'un-paquet'], { env: environment({ LENT: '1' }), stdio: 'ignore' });
    await untilInside();
    child.kill(signal);
    await new Promise((done) => child.once('exit', done));
    if (signal === 'SIGKILL') expect(await install()).toBe(0);
    expect(readFileSync(policy(), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('disables what systemd would start at the next boot, and only what is new', async () => {
    mkdirSync(at('run/systemd/system'), { recursive: true });
    expect(await install()).toBe(0);
    expect(readFileSync(at('disabled'), 'utf8')).toBe('disable -q neuf.service\n');
  });
});

describe('without what it takes', () => {
  it('says what an administrator has to do when there is no sudo', async () => {
    await expect(installPackages(['radosgw', 'qpdf'], { root: null })).rejects.toThrow(
      /Il manque radosgw qpdf et sudo n’est pas là .*apt-get install --no-install-recommends radosgw qpdf/,
    );
  });

  it('says so when sudo wants a password nobody can give', async () => {
    program(at('bin/sudo'), '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n');
    await expect(installPackages(['radosgw'], { root: [at('bin/sudo'), '-n'], say: () => {} })).rejects.toThrow(
      /sudo refuse \(sudo: a password is required\) : lancez d’abord « sudo -v »/,
    );
  });

  it('names the reason of apt-get', async () => {
    program(at('bin/sudo'), '#!/bin/sh\necho "E: Failed to fetch http://depot/" >&2\nexit 100\n');
    await expect(installPackages(['radosgw'], { root: [at('bin/sudo')], say: () => {} })).rejects.toThrow(
      /n’a pas pu installer radosgw \(E: Failed to fetch/,
    );
  });
});
