import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './ports.mjs';
import { Child, findBinary } from './processus.mjs';

// In two halves, so that the antivirus of the developer's machine does not take this source for the test virus.
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** A second pattern, found anywhere in a file: what EICAR at offset 0 cannot show inside another document. */
const PROJECT_PATTERN = 'DUN-MOTIF-DE-TEST-ANTIVIRUS';

const hex = (text) => Buffer.from(text, 'latin1').toString('hex');

// Extended format: name, any type of file, offset, bytes. Offset 0 proves that containers are really unpacked.
const signatures = [`Dun.Eicar.Test:0:0:${hex(EICAR)}`, `Dun.Motif.Test:0:*:${hex(PROJECT_PATTERN)}`].join('\n');

const settings = ({ port, base, scratch }) => `DatabaseDirectory ${base}
TemporaryDirectory ${scratch}
TCPSocket ${port}
TCPAddr 127.0.0.1
Foreground yes
LogTime yes
MaxThreads 8
MaxQueue 50
MaxConnectionQueueLength 50
StreamMaxLength 110M
MaxScanSize 400M
MaxFileSize 110M
MaxRecursion 17
MaxFiles 10000
MaxScanTime 45000
ReadTimeout 60
CommandReadTimeout 10
SelfCheck 3600
ConcurrentDatabaseReload no
Bytecode no
AlertEncrypted yes
AlertEncryptedArchive yes
AlertEncryptedDoc yes
AlertExceedsMax yes
AlertOLE2Macros yes
`;

export function clamdService({ dir, port, onDeath }) {
  const home = join(dir, 'clamd');
  const base = join(home, 'base');
  const scratch = join(home, 'tmp');
  for (const folder of [base, scratch]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(base, 'dun.ndb'), `${signatures}\n`);
  const file = join(home, 'clamd.conf');
  writeFileSync(file, settings({ port, base, scratch }), { mode: 0o600 });
  const child = new Child({
    name: 'clamd',
    title: 'L’antivirus clamd',
    dir,
    file: findBinary('clamd'),
    args: ['-c', file],
    onDeath,
  });
  const start = async () => {
    child.start();
    await child.ready(async () => (await ask(port, 'zPING\0')).startsWith('PONG'));
  };
  return { children: [child], start, env: { CLAMD_URL: `tcp://127.0.0.1:${port}` } };
}
