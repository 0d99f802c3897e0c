import { ConfigurationError } from './platform/config/index.js';

/** Runs the start of a process; what an operator can mend is one clear text, what he cannot keeps its stack. */
export const demarrer = (start: () => Promise<void>): void => {
  start().catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof ConfigurationError ? error.message : String((error as Error).stack ?? error)}\n`,
    );
    process.exit(1);
  });
};
