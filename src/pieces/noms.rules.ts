const LONGUEUR_MAX = 120;

/**
 * The name a person gave to a file, as data to show: without folders, control characters nor marks that reorder text
 * (ASVS 5.4.2), and short enough for a list.
 */
export const nomDeFichier = (nom: string): string => {
  const propre = nom
    .split(/[/\\]/)
    .at(-1)
    ?.normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim();
  return Array.from(propre || 'sans nom')
    .slice(0, LONGUEUR_MAX)
    .join('');
};
