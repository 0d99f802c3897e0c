/** The renderer died or gave no usable answer: says nothing about the fichier, the caller may try again. */
export class RendeurTombe extends Error {
  override readonly name: string = 'RendeurTombe';
}

/** There was no room to write: the fichier is not judged, and what comes back is not its fault either. */
export class DisquePlein extends RendeurTombe {
  override readonly name = 'DisquePlein';
  readonly code = 'ENOSPC';
}

/** Production does not open hostile bytes in a process that could reach the network. */
export class IsolationAbsente extends Error {
  override readonly name = 'IsolationAbsente';
}
