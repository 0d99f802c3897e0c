/**
 * Imports go one way (README, "How the house is laid out"): a layer imports those above it in this list, never one below nor
 * its neighbour. A module that does not exist yet has its place already.
 */
const COUCHES = [
  ['platform', 'ui'],
  ['referentiel'],
  ['organismes', 'messagerie'],
  ['acces'],
  ['demandes'],
  ['pieces'],
  ['analyse'],
  ['dossiers'],
  ['numerisation'],
  ['attributions'],
  ['statistiques', 'assistance'],
];
const MODULES = COUCHES.flat();
/** Where everything meets, and the commands: they import modules, no module imports them. */
const SOMMET = '^src/(operation/|demonstration/|[^/]+\\.ts$)';
const SPEC = '\\.spec\\.ts$';

const ordre = COUCHES.flatMap((couche, rang) =>
  couche.map((module) => ({
    name: `ordre-${module}`,
    comment: `${module} comes before these: they may import it, not the reverse. Tell an upper module by an event.`,
    severity: 'error',
    from: { path: `^src/${module}/` },
    to: {
      path: [
        `^src/(${COUCHES.slice(rang)
          .flat()
          .filter((autre) => autre !== module)
          .join('|')})/`,
        SOMMET,
      ],
    },
  })),
);

module.exports = {
  forbidden: [
    ...ordre,
    {
      name: 'par-l-index',
      comment: 'A module offers what others may use in its index.ts; nobody reaches past it.',
      severity: 'error',
      from: { path: `^src/(?:([^/]+)/|[^/]+\\.ts$)` },
      to: {
        path: `^src/(?:${MODULES.filter((module) => module !== 'platform').join('|')})/`,
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'par-l-index-de-platform',
      comment: 'The same for each part of platform.',
      severity: 'error',
      from: { path: '^src/(platform/[^/]+|[^/]+)(?:/|$)' },
      to: { path: '^src/platform/', pathNot: ['^src/$1/', '^src/platform/[^/]+/index\\.ts$'] },
    },
    {
      name: 'base-par-en-tant-que',
      comment: 'The drivers of the database belong to platform: everything else goes through enTantQue.',
      severity: 'error',
      from: { pathNot: '^src/platform/(database|coffre)/' },
      to: { path: 'node_modules/(pg|@nestjs/typeorm)/' },
    },
    {
      name: 'pas-de-boucle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pas-d-orphelin',
      comment: 'A file that nobody imports does nothing; entries are named here.',
      severity: 'error',
      from: { orphan: true, pathNot: [SPEC, '^src/(main|worker|cli)\\.ts$', '\\.process\\.ts$'] },
      to: {},
    },
    {
      name: 'pas-d-essai-dans-le-produit',
      comment: 'What runs in production imports neither tests, nor the launcher, nor development tools.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: ['^(test|docker)/', SPEC] },
    },
    {
      name: 'pas-d-outil-dans-le-produit',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tout-se-resout',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Made for the browser by src/ui/fabriquer.mjs, which runs on a developer's machine.
    exclude: { path: '^src/ui/(assets/|islands/|fabriquer\\.mjs$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
