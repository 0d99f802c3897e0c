/** The renderer died or gave no usable answer: says nothing about the fichier, the caller may try again. */
export class RendeurTombe extends Error {
  override readonly name = 'RendeurTombe';
}

/** Production does not open hostile bytes in a process that could reach the network. */
export class IsolationAbsente extends Error {
  override readonly name = 'IsolationAbsente';
}
