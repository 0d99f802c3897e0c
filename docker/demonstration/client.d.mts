export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, an ArrayBuffer otherwise. */
  // What a route answers is checked by the test that calls it.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface Upload {
  name: string;
  type: string;
  bytes: Uint8Array;
}

export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  deposit(dossier: string, fields: Record<string, string>, files: readonly Upload[]): Promise<Answer>;
}

export function client(api: string, bearer?: string): Client;
