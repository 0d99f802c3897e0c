/**
 * Stands on every file, whether or not it has sensitive pièces: without the right to see them, nobody can tell
 * (ASVS 8.2.3).
 */
export const MENTION_ACCES_RESTREINT = 'Des pièces à accès restreint peuvent exister.';
