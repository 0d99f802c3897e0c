type Environment = Record<string, string>;

/** An isolated copy for a test, and where the process runs. */
export interface Copy {
  /** Database of the application; its coffre is `<database>_coffre`. Default: the one of DATABASE_URL. */
  database?: string;
  bucketPrefix?: string;
  redisDb?: number;
  scratchDir?: string;
  issuer?: string;
  port?: number;
  logLevel?: string;
}

export function envWeb(stackEnv: Environment, copy?: Copy): Environment;
export function envWorker(stackEnv: Environment, copy?: Copy): Environment;
export function envSeed(stackEnv: Environment, copy?: Copy): Environment;
export function envCli(stackEnv: Environment, copy?: Copy): Environment;
