import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child, findBinary, run } from './processus.mjs';

const GIB = 1024 ** 3;

/** web and worker never make buckets: only the operation commands do, under the admin's keys. */
const USERS = [
  { role: 'ADMIN', uid: 'dun-admin', buckets: 0 },
  { role: 'WEB', uid: 'dun-web', buckets: -1 },
  { role: 'WORKER', uid: 'dun-worker', buckets: -1 },
];

/** One monitor, one file-backed OSD, one gateway, no manager, nothing beyond loopback. Each line below was needed once. */
const settings = ({ home, fsid, ports }) => `[global]
fsid = ${fsid}
mon initial members = a
mon host = [v2:127.0.0.1:${ports.mon}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
ms bind port min = ${ports.osd}
ms bind port max = ${ports.osd + 50}
# "secure" is impossible without keys, and the gateway would retry for ever.
ms cluster mode = crc
ms service mode = crc
ms client mode = crc
ms mon client mode = crc
ms mon cluster mode = crc
ms mon service mode = crc
auth cluster required = none
auth service required = none
auth client required = none
auth allow insecure global id reclaim = false
run dir = ${home}
crash dir = ${home}
admin socket =
log file =
log to stderr = true
err to stderr = true
mon cluster log file = /dev/null
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
mon data avail crit = 0
mon data avail warn = 0
# A cluster of one has nobody to wait for: the usual delays cost ten seconds at the first start.
paxos propose interval = 0.05
paxos min wait = 0.01
mon tick interval = 1
mon mgr beacon grace = 315360000
debug ms = 0/0
debug rgw = 0/0
debug osd = 0/0
debug bluestore = 0/0
debug bluefs = 0/0
debug rocksdb = 0/0
debug mon = 0/0
[mon.a]
mon data = ${home}/mon
[osd]
osd data = ${home}/osd
osd objectstore = bluestore
bluestore block create = true
bluestore block size = ${8 * GIB}
bluestore fsck quick fix on mount = false
osd memory target = 939524096
osd crush update on start = false
osd class update on start = false
# A killed gateway leaves a watcher behind, and the next change of a bucket would wait thirty seconds for its answer.
osd default notify timeout = 1
osd mon shutdown timeout = 1
osd client watch timeout = 3
[client.rgw]
client notify timeout = 1
rgw max notify retries = 0
# Nor does a gateway that meets a killed store look ten seconds for its new address.
objecter tick interval = 0.5
objecter timeout = 1
rgw data = ${home}/rgw
rgw frontends = beast endpoint=127.0.0.1:${ports.s3} tcp_nodelay=1
rgw thread pool size = 32
rgw enable usage log = false
rgw crypt require ssl = false
rgw verify ssl = false
rgw s3 auth use sts = false
rgw dns name = localhost
rgw multipart min part size = 5242880
rgw gc max objs = 8
rgw gc obj min wait = 60
rgw gc processor period = 60
rgw lc max objs = 8
`;

const monitorAddress = (ports) => `[v2:127.0.0.1:${ports.mon}]`;

/** Without a map of its own the monitor takes the default ports, and never finds its quorum. */
async function makeMonitorMap({ map, fsid, ports }) {
  const args = ['--create', '--clobber', '--fsid', fsid, '--addv', 'a', monitorAddress(ports)];
  await run('monmaptool', [...args, '--set-min-mon-release', 'pacific', map]);
}

/** The port lives in the monitor's own map: when it is taken at a later start, the map is changed and the data kept. */
async function moveMonitor({ conf, map, ports }) {
  await run('ceph-mon', ['-c', conf, '-i', 'a', '--extract-monmap', map]);
  await run('monmaptool', ['--rm', 'a', map]);
  await run('monmaptool', ['--addv', 'a', monitorAddress(ports), map]);
  await run('ceph-mon', ['-c', conf, '-i', 'a', '--inject-monmap', map]);
}

async function prepareMonitor(context) {
  const { home, conf, map, ports } = context;
  const written = join(home, 'mon-port');
  if (!existsSync(written)) {
    await makeMonitorMap(context);
    await run('ceph-mon', ['-c', conf, '--mkfs', '-i', 'a', '--monmap', map]);
  } else if (readFileSync(written, 'utf8') !== String(ports.mon)) {
    await moveMonitor(context);
  }
  writeFileSync(written, String(ports.mon));
}

const ceph = (conf, args, options) => run('ceph', ['-c', conf, '--connect-timeout', '30', ...args], options);

async function makeStore({ home, conf, map }) {
  const uuid = randomUUID();
  const commands = [`osd new ${uuid} 0`, 'osd crush add osd.0 1.0 root=default host=localhost'];
  await Promise.all([
    run('ceph-osd', ['-c', conf, '-i', '0', '--mkfs', '--osd-uuid', uuid, '--monmap', map]),
    ceph(conf, [], { input: `${commands.join('\n')}\n` }),
  ]);
  writeFileSync(join(home, 'osd-fait'), uuid);
}

async function makeUsers({ home, conf, secrets }) {
  const base = ['-c', conf, '-n', 'client.rgw', 'user', 'create'];
  await Promise.all(
    USERS.map(({ role, uid, buckets }) =>
      run('radosgw-admin', [
        ...base,
        `--uid=${uid}`,
        `--display-name=${uid}`,
        `--access-key=${secrets[`S3_${role}_ACCESS_KEY`]}`,
        `--secret-key=${secrets[`S3_${role}_SECRET_KEY`]}`,
        `--max-buckets=${buckets}`,
      ]),
    ),
  );
  writeFileSync(join(home, 'comptes-faits'), '');
}

async function answers(port) {
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) });
  await response.arrayBuffer();
  return response.status < 500;
}

/** A folder whose making was cut short is thrown away: half a cluster never comes up. */
function openHome(dir) {
  const home = join(dir, 'ceph');
  if (!existsSync(join(home, 'comptes-faits'))) rmSync(home, { recursive: true, force: true });
  for (const folder of ['mon', 'osd', 'rgw']) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  const file = join(home, 'fsid');
  if (!existsSync(file)) writeFileSync(file, randomUUID());
  return { home, fsid: readFileSync(file, 'utf8') };
}

export function cephService({ dir, ports, secrets, onDeath }) {
  const { home, fsid } = openHome(dir);
  const conf = join(home, 'ceph.conf');
  const context = { home, fsid, conf, map: join(home, 'monmap'), ports, secrets };
  writeFileSync(conf, settings(context));

  const child = (name, title, binary, args, more = {}) =>
    new Child({ name, title, dir, file: findBinary(binary), args: ['-c', conf, '-f', ...args], onDeath, ...more });
  const mon = child('ceph-mon', 'Le moniteur Ceph (S3)', 'ceph-mon', ['-i', 'a']);
  const osd = child('ceph-osd', 'Le stockage Ceph (S3)', 'ceph-osd', ['-i', '0']);
  // It keeps nothing; asked politely it takes its watchers away, but may drain for six seconds.
  const gateway = ['radosgw', 'La passerelle S3 (radosgw)', 'radosgw', ['-n', 'client.rgw', '--no-mon-config']];
  const rgw = child(...gateway, { grace: 1500, dyingSignal: 'SIGKILL' });

  const start = async () => {
    if (!mon.alive()) {
      await prepareMonitor(context);
      mon.start();
    }
    if (!existsSync(join(home, 'osd-fait'))) await makeStore(context);
    if (!osd.alive()) osd.start();
    if (!rgw.alive()) rgw.start();
    await rgw.ready(() => answers(ports.s3), { timeout: 60_000, every: 50 });
    if (!mon.alive()) throw mon.failure();
    if (!osd.alive()) throw osd.failure();
    if (!existsSync(join(home, 'comptes-faits'))) await makeUsers(context);
  };
  return { children: [rgw, osd, mon], start, env: environment({ ports, secrets }) };
}

const environment = ({ ports, secrets }) => ({
  S3_ENDPOINT: `http://127.0.0.1:${ports.s3}`,
  S3_REGION: 'us-east-1',
  S3_PRINCIPAL_WEB: 'arn:aws:iam:::user/dun-web',
  S3_PRINCIPAL_WORKER: 'arn:aws:iam:::user/dun-worker',
  ...Object.fromEntries(Object.entries(secrets).filter(([name]) => name.startsWith('S3_'))),
});
