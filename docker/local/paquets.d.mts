export function missingPackages(needs: string[]): string[];
/** `root`: the command that gives root (empty when we are root already), or null when there is none. */
export function installPackages(
  packages: string[],
  options?: { root?: string[] | null; log?: (line: string) => void },
): Promise<void>;
export function ensurePackages(needs: string[]): Promise<void>;
