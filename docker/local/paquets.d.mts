/** `root`: the command that gives root (empty when we are root already), or null when there is none. */
export function installPackages(
  packages: string[],
  options?: { root?: string[] | null; say?: (line: string) => void },
): Promise<void>;
export function ensurePackages(needs: string[]): Promise<void>;
