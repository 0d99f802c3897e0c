import type { MotifRefus } from '../../referentiel/index.js';

/** Thrown by an act of rendering when the fichier itself is at fault; becomes the answer `REFUSE`. */
export class Refus extends Error {
  override readonly name = 'Refus';

  constructor(readonly motif: MotifRefus) {
    super(motif);
  }
}

// What V8, WebAssembly, libvips and the C++ runtime say when a limit on memory or on written bytes stops them.
const MANQUE =
  /out of memory|allocation failed|cannot allocate|bad_alloc|OOM|EFBIG|ENOMEM|file too large|failed to grow|could not allocate|insufficient memory|Invalid typed array length/i;

export const faitPenserALaMemoire = (message: string): boolean => MANQUE.test(message);
