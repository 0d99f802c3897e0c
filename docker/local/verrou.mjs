import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Panne } from './panne.mjs';

const HELD = 75;
const SAY_AND_STAY = 'echo pris && exec cat';

/**
 * A lock the kernel frees when its holder dies, even by SIGKILL: `flock` around a `cat` that ends with our pipe.
 * `wait` (seconds) covers the instant between the death of a holder and the end of its `cat`.
 */
export async function takeLock(file, { wait = 1, refusal }) {
  mkdirSync(dirname(file), { recursive: true });
  const args = ['-E', String(HELD), '-w', String(wait), file, 'sh', '-c', SAY_AND_STAY];
  const holder = spawn('flock', args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  holder.stdin.on('error', () => {});
  let said = '';
  holder.stderr.on('data', (data) => (said += data));
  const ended = new Promise((resolve) => {
    holder.once('error', () => resolve(127));
    holder.once('exit', (code) => resolve(code ?? 1));
  });
  const code = await Promise.race([new Promise((resolve) => holder.stdout.once('data', () => resolve(0))), ended]);
  if (code === HELD) throw new Panne(refusal(holderOf(file)));
  if (code !== 0)
    throw new Panne(
      `Verrou ${file} impossible à prendre (${said.trim() || `code ${code}`}) : vérifiez à qui appartient ce dossier.`,
    );
  writeFileSync(file, `${process.pid}\n`);
  return {
    async release() {
      holder.stdin.end();
      await ended;
    },
  };
}

function holderOf(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
