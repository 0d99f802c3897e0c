import type { Sharp, SharpOptions } from 'sharp';

type Fabrique = (entree: string | Uint8Array, options?: SharpOptions) => Sharp;

let fabrique: Promise<Fabrique> | undefined;

const charger = async (): Promise<Fabrique> => {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
};

/** Loaded at the first picture, once: an act that needs none does not pay for it. */
export const chargerSharp = (): Promise<Fabrique> => (fabrique ??= charger());
