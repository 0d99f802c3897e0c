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

/** `filename` of a download (RFC 6266), plain for old programs and whole for the others; `extension` replaces its own. */
export const nomDeTelechargement = (nom: string, extension: string | null): string => {
  const entier = extension ? `${nom.replace(/\.[a-z0-9]{1,5}$/i, '')}.${extension}` : nom;
  const simple = entier.normalize('NFD').replaceAll(/[^\w .-]/g, '') || 'fichier';
  const code = encodeURIComponent(entier).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${simple}"; filename*=UTF-8''${code}`;
};
