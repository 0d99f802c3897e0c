import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const RACINE = resolve(import.meta.dirname, '../..');
const OUTILS = join(RACINE, 'node_modules', '.bin');

describe('the order of the house is refused when it is broken', () => {
  let copie: string;

  beforeAll(() => {
    copie = mkdtempSync(join(tmpdir(), 'dun-regles-'));
    for (const nom of ['src', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs', '.oxlintrc.json'])
      cpSync(join(RACINE, nom), join(copie, nom), {
        recursive: true,
        filter: (chemin) => !chemin.endsWith('.spec.ts'),
      });
    symlinkSync(join(RACINE, 'node_modules'), join(copie, 'node_modules'));
  });

  afterAll(() => rmSync(copie, { recursive: true, force: true }));

  const lancer = (outil: string, ...args: string[]): { code: number | null; dit: string } => {
    const { status, stdout, stderr } = spawnSync(join(OUTILS, outil), args, { cwd: copie, encoding: 'utf8' });
    return { code: status, dit: stdout + stderr };
  };
  /** Each planted file is taken out again: one violation never hides behind another. */
  const planter = (fichiers: Record<string, string>, outil: string, ...args: string[]) => {
    const chemins = Object.keys(fichiers).map((nom) => join(copie, nom));
    for (const [nom, contenu] of Object.entries(fichiers)) {
      mkdirSync(dirname(join(copie, nom)), { recursive: true });
      writeFileSync(join(copie, nom), contenu);
    }
    const resultat = lancer(outil, ...args);
    for (const chemin of chemins) rmSync(chemin);
    return resultat;
  };

  it('the house as it stands is clean', () => {
    expect(lancer('depcruise', 'src')).toMatchObject({ code: 0 });
    expect(lancer('oxlint', 'src')).toMatchObject({ code: 0 });
  });

  it('each broken rule is found, and named', () => {
    const utile = `export * from './piege.js';`;
    const fichiers = {
      'src/acces/piege.ts': `export { Pieces } from '../pieces/index.js';`,
      'src/referentiel/piege.ts': `export type { sectionsDe } from '../app.config.js';`,
      'src/platform/clock/piege.ts': `import type { Sujet } from '../../acces/index.js'; export type S = Sujet;`,
      'src/messagerie/index.ts': `export const boite = 1;`,
      'src/organismes/piege.ts': `export { boite } from '../messagerie/index.js';`,
      'src/dossiers/piege.ts': `export { Depots } from '../pieces/depots.service.js';`,
      'src/piege.ts': `export { Depots } from './pieces/depots.service.js'; export * from './pieces/piege.js';`,
      'src/pieces/piege.ts': `export { DATA_SOURCE } from '../platform/database/database.service.js';`,
      'src/demandes/piege.ts': `export { Client } from 'pg';`,
      'src/analyse/piege.ts': `export { a } from './piege2.js'; export const b = 1;`,
      'src/analyse/piege2.ts': `export { b } from './piege.js'; export const a = 1;`,
      'src/analyse/perdu.ts': `export const perdu = 1;`,
      'src/operation/piege.ts': `export { format } from 'prettier';`,
      'src/dossiers/piege2.ts': `${utile} export { nulle } from './nulle-part.js';`,
    };
    const { code, dit } = planter(fichiers, 'depcruise', 'src');
    expect(code).not.toBe(0);
    for (const [regle, fichier] of [
      ['ordre-acces', 'src/acces/piege.ts'],
      ['ordre-referentiel', 'src/referentiel/piege.ts'],
      ['ordre-platform', 'src/platform/clock/piege.ts'],
      ['ordre-organismes', 'src/organismes/piege.ts'],
      ['par-l-index', 'src/dossiers/piege.ts'],
      ['par-l-index', 'src/piege.ts'],
      ['par-l-index-de-platform', 'src/pieces/piege.ts'],
      ['base-par-en-tant-que', 'src/demandes/piege.ts'],
      ['pas-de-boucle', 'src/analyse/piege'],
      ['pas-d-orphelin', 'src/analyse/perdu.ts'],
      ['pas-d-outil-dans-le-produit', 'src/operation/piege.ts'],
      ['tout-se-resout', 'src/dossiers/piege2.ts'],
    ] as const)
      expect(dit).toMatch(new RegExp(`error ${regle}: ${fichier.replaceAll('.', '\\.')}`));
  });

  it.each([
    [
      'the wrapper of transactions',
      `import { Database } from '../platform/database/index.js'; export const x = Database;`,
    ],
    ['a data source', `import { DataSource } from 'typeorm'; export const x = DataSource;`],
    ['a data source under another name', `import { DataSource as D } from 'typeorm'; export const x = D;`],
    ['a data source, type only', `import type { DataSource } from 'typeorm'; export type X = DataSource;`],
    ['a repository', `import { Repository } from 'typeorm'; export const x = Repository;`],
    ['everything of typeorm', `import * as orm from 'typeorm'; export const x = orm;`],
    ['a repository passed on', `export { Repository } from 'typeorm';`],
    [
      'an injected repository',
      `import { InjectRepository } from '@nestjs/typeorm'; export const x = InjectRepository;`,
    ],
  ])('a direct way to the database is refused: %s', (_, contenu) => {
    const { code, dit } = planter({ 'src/pieces/piege.ts': contenu }, 'oxlint', 'src/pieces/piege.ts');
    expect(code).not.toBe(0);
    expect(dit).toContain('no-restricted-imports');
  });
});
