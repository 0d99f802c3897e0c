/** The form under which a name is searched: without accents, case, hyphens or apostrophes (`D’Été-Ly` → `D ETE LY`). */
export const nomRecherche = (nom: string): string =>
  nom
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/[œŒ]/g, 'OE')
    .replaceAll(/[æÆ]/g, 'AE')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, ' ')
    .trim();
