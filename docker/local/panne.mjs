import { openSync, readSync, fstatSync, closeSync } from 'node:fs';

/** A failure told to a person: one French line that says what to do. The launcher prints it alone, without a stack trace. */
export class Panne extends Error {
  constructor(message, { code = 1 } = {}) {
    super(message);
    this.name = 'Panne';
    this.code = code;
  }
}

const TAIL = 8192;

export function lastLines(file, count = 1) {
  try {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      const buffer = Buffer.alloc(Math.min(size, TAIL));
      readSync(fd, buffer, 0, buffer.length, size - buffer.length);
      const lines = buffer.toString('utf8').split('\n');
      return lines
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .slice(-count)
        .join('\n');
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}

const NOISE = /^(at |Node\.js v|[\^}\])]|\[?(cause|code|errno|syscall|address|port)\]?:)/;

/** What a program said before it ended: its last line that is not the tail of a stack trace. */
export const lastWords = (file) =>
  lastLines(file, 40)
    .split('\n')
    .findLast((line) => !NOISE.test(line))
    ?.slice(0, 300) ?? '';

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1).replace('.', ',')} s`;
