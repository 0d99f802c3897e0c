import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, readdir, rm, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';

const BENCH = /^travail-[0-9a-f-]{36}$/;
const lockOf = (bench: string): string => `${bench}.verrou`;

/** A tool that outlives its worker by an instant may still write there. */
const thoroughly = { recursive: true, force: true, maxRetries: 5 } as const;

/**
 * Takes the lock that the kernel frees when this process dies, however it dies; null when another holds it. `flock` locks
 * the open file that we hand it, so that the lock stays ours after the program has ended. A pid would not do: it is
 * reused, and means nothing to a worker of another container on the same volume.
 */
const take = (lock: string): number | null => {
  const file = openSync(lock, 'a', 0o600);
  const { status, error } = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] });
  if (status === 0) return file;
  closeSync(file);
  if (error) throw new Error('flock est introuvable : installez le paquet util-linux', { cause: error });
  return null;
};

/**
 * A folder of this process alone for what people deposited, while it is worked on. What a killed process left is cleared
 * at the next start of any other: nobody's papers stay behind a crash.
 */
export class Scratch implements OnModuleInit, OnApplicationShutdown {
  private readonly bench: string;
  private lock: number | null = null;

  constructor(private readonly directory: string) {
    this.bench = join(directory, `travail-${randomUUID()}`);
  }

  /** The lock first: a folder without its lock is one whose owner is dead. */
  async onModuleInit(): Promise<void> {
    this.lock = take(lockOf(this.bench));
    await mkdir(this.bench, { mode: 0o700 });
    for (const name of await readdir(this.directory))
      if (BENCH.test(name)) await this.clear(join(this.directory, name));
  }

  async onApplicationShutdown(): Promise<void> {
    await rm(this.bench, thoroughly);
    await rm(lockOf(this.bench), { force: true });
    if (this.lock !== null) closeSync(this.lock);
  }

  /** Runs `work` with a new folder, gone when it ends. */
  async within<T>(kind: string, work: (directory: string) => Promise<T>): Promise<T> {
    const directory = await mkdtemp(join(this.bench, `${kind}-`));
    try {
      return await work(directory);
    } finally {
      await rm(directory, thoroughly);
    }
  }

  /** Whether that much more can be written, others writing meanwhile or not. */
  async hasRoom(bytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.directory);
    return bavail * bsize >= bytes;
  }

  /** A file that the disk forgets when it is closed. Should the process die before the name is gone, `clear` finds it. */
  async unnamed(): Promise<FileHandle> {
    const path = join(this.bench, randomUUID());
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return file;
  }

  private async clear(bench: string): Promise<void> {
    const lock = take(lockOf(bench));
    if (lock === null) return;
    await rm(bench, thoroughly);
    await rm(lockOf(bench), { force: true });
    closeSync(lock);
  }
}
