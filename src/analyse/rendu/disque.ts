import { open, statfs } from 'node:fs/promises';

const FIN = 64;
const PLACE_MIN = 1024 ** 2;

// What the kernel, Node, qpdf, libvips and libpng say when nothing more can be written.
const PLEIN = /no space left on device|disk quota exceeded|ENOSPC|EDQUOT|libpng error: write error/i;

export const parleDuDisque = (message: string): boolean => PLEIN.test(message);

/** Some tools say nothing, or something else, when they could not write. */
export const sansPlace = async (dossier: string): Promise<boolean> => {
  const { bavail, bsize } = await statfs(dossier);
  return bavail * bsize < PLACE_MIN;
};

/**
 * Whether every byte of a PDF fresh from qpdf is there: it ends, and its table is where it says. qpdf 11.3 does not look at
 * what its writes return, and exits 0 on a full disk.
 */
export const estEntier = async (pdf: string): Promise<boolean> => {
  const fichier = await open(pdf);
  try {
    const { size } = await fichier.stat();
    const lire = async (position: number): Promise<string> =>
      (await fichier.read(Buffer.alloc(FIN), 0, FIN, position)).buffer.toString('latin1');
    const fin = await lire(Math.max(0, size - FIN));
    const table = /startxref\n(\d+)\n%%EOF\n\0*$/.exec(fin)?.[1];
    // From the line's end before: shifted by one, « 12 0 obj » would still read as « 2 0 obj ».
    return table !== undefined && /^\n(xref|\d+ 0 obj)\n/.test(await lire(Math.max(0, Number(table) - 1)));
  } finally {
    await fichier.close();
  }
};
