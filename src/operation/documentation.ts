import type { z } from 'zod';
import { sectionsDe, toutesLesSections } from '../app.config.js';
import { isSecret, type Section } from '../platform/config/index.js';

const processusDe = (section: Section): string =>
  Object.entries(sectionsDe)
    .filter(([, sections]) => (sections as Section[]).includes(section))
    .map(([processus]) => processus)
    .join(', ');

const defautDe = (schema: z.ZodType): string => {
  const vide = schema.safeParse(undefined);
  if (isSecret(schema)) return '*à donner en production*';
  return vide.success && vide.data !== undefined ? `\`${JSON.stringify(vide.data).replaceAll('"', '')}\`` : '';
};

const ligne = ([nom, schema]: [string, unknown]): string => {
  const type = schema as z.ZodType;
  return `| \`${nom}\` | ${type.description ?? ''} | ${defautDe(type)} |`;
};

const chapitre = (section: Section): string =>
  [
    `## ${section.title}`,
    '',
    `Lu par : ${processusDe(section)}.`,
    '',
    '| Variable | Rôle | Par défaut |',
    '| --- | --- | --- |',
    ...Object.entries(section.shape).map(ligne),
    '',
  ].join('\n');

/** docs/configuration.md: every variable that exists, from the schemas that read it. */
export const configurationEnMarkdown = (): string =>
  [
    '# Configuration',
    '',
    'Page produite par `npm run docs:configuration` à partir des schémas du code. Toutes les variables sont vérifiées au',
    'démarrage, et un processus mal configuré donne la liste complète de ce qui manque. En production, toute valeur de',
    'démonstration d’un secret est refusée.',
    '',
    ...toutesLesSections.map(chapitre),
  ].join('\n');
