import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Renderers that this process started and that still live. */
export const rendeursVivants = (): number[] =>
  readdirSync('/proc')
    .filter((nom) => /^\d+$/.test(nom) && existsSync(`/proc/${nom}/stat`))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('rendeur.process');
      } catch {
        return false;
      }
    });
