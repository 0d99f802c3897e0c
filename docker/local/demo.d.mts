export interface Account {
  role: string;
  organisme: string | null;
  nomUtilisateur: string;
  bearer: string;
}

export interface Journey {
  web: string;
  comptes: Account[];
  log: (line: string) => void;
}

/** Resolves to the status of the process. Rejects with a Panne (see services.d.mts). */
export function demo(options?: {
  args?: string[];
  dir?: string;
  dist?: string;
  journey?: (journey: Journey) => Promise<boolean> | boolean;
  source?: Record<string, string | undefined>;
}): Promise<number>;
