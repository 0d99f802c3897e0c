import { join } from 'node:path';
import { LOCAL } from './installation.mjs';
import { SERVICE_NAMES } from './services.mjs';

const JEST = [
  'node',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const TOOLS = ['qpdf', 'poppler'];

const jest = (projects, { flags = [], tools = TOOLS, dir = 'test' } = {}) => ({
  services: SERVICE_NAMES,
  tools,
  dir: join(LOCAL, dir),
  results: join(LOCAL, 'resultats.json'),
  line: [...JEST, '--runInBand', ...flags, '--selectProjects', ...projects],
});

/**
 * Every `npm run` that goes through the launcher. `services` are started or given, `tools` are programs only;
 * `build: false` needs no `dist`; `steps` run one after the other, `line` gets the arguments after `--`.
 */
export const COMMANDS = {
  demo: { services: SERVICE_NAMES, tools: TOOLS, demo: true },
  test: jest(['unit', 'integration', 'e2e'], { flags: ['--silent'], tools: [...TOOLS, 'chromium'] }),
  'test:long': jest(['long']),
  captures: jest(['captures'], { tools: [...TOOLS, 'chromium'], dir: 'captures' }),
  check: {
    steps: [
      ['prettier', '--check', '--log-level', 'warn', '.'],
      ['oxlint', '--type-aware'],
      ['tsc', '-p', '.'],
      ['depcruise', 'src'],
      ['knip'],
      ['node', 'src/ui/fabriquer.mjs', '--verifier'],
      ['node', 'dist/cli.js', 'openapi', '--verifier'],
      ['node', 'dist/cli.js', 'configuration', '--verifier'],
    ],
  },
};
