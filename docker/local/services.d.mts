export type ServiceName = 'postgres' | 'redis' | 'clamd' | 's3';

/** A failure told to a person: its message is one French line that says what to do. */
export class Panne extends Error {
  readonly code: number;
}

export interface ServiceHandle {
  readonly name: ServiceName;
  readonly title: string;
  /** Path of the log of the process that clients talk to. */
  readonly log: string;
  /** Living processes; the one that clients talk to first (for `s3`: radosgw, then ceph-osd and ceph-mon). */
  pids(): number[];
  alive(): boolean;
  /**
   * Signals the process that clients talk to (for `s3` the gateway; with `everything`, the store and the monitor too).
   * After SIGKILL it resolves once the process is gone. SIGSTOP and SIGCONT freeze and thaw.
   */
  kill(signal?: NodeJS.Signals, options?: { everything?: boolean }): Promise<void>;
  /** Starts again, on the same port and data, what is dead (stops it first if it lives); resolves when it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Stack {
  /** The folder, absolute. */
  readonly dir: string;
  /** DATABASE_URL, REDIS_URL, CLAMD_URL, S3_…, and the local secrets of the application. */
  readonly env: Record<string, string>;
  /** Only what was started here: a service given by the environment has no handle. */
  readonly services: Partial<Record<ServiceName, ServiceHandle>>;
  stop(): Promise<void>;
}

export interface StackOptions {
  dir: string;
  only?: ServiceName[];
  log?: (line: string) => void;
  /** A service ended without having been asked to. */
  onDeath?: (panne: Panne) => void;
  /** Where DATABASE_URL, REDIS_URL, CLAMD_URL and S3_ENDPOINT are looked for; default `process.env`. */
  env?: Record<string, string | undefined>;
  /** false: PostgreSQL does not wait for the disk. Loses nothing by SIGKILL; for tests. */
  fsync?: boolean;
}

export const SERVICE_NAMES: ServiceName[];
export function startStack(options: StackOptions): Promise<Stack>;
export function localServices(source?: Record<string, string | undefined>, only?: ServiceName[]): ServiceName[];
export function assertRoom(folder: string, bytes: number): void;
