// `npm run assets`: puts together the parts of the DSFR that are used, our own style and the browser islands.
// `--verifier` fails when the committed files are not the ones this command makes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const DSFR = join(HERE, '../../node_modules/@gouvfr/dsfr');
const PARTS = [
  'core',
  ...[
    'alert',
    'badge',
    'button',
    'checkbox',
    'form',
    'input',
    'link',
    'footer',
    'notice',
    'pagination',
    'radio',
    'select',
    'skiplink',
    'stepper',
    'table',
    'tag',
    'upload',
  ].map((name) => `component/${name}`),
];

const css = (part) => readFileSync(join(DSFR, 'dist', part, `${part.split('/').at(-1)}.main.min.css`), 'utf8');

/** The Marianne is reserved to services of the State: its rules are left out, and so is every reference to its files. */
const withoutStateFont = (text) =>
  text
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll(/Marianne,\s*/g, '')
    .replaceAll(/Spectral,\s*/g, '');

/** Icons of the DSFR are files beside the style; the few we use are drawn by ourselves. */
const withoutIconFiles = (text) => text.replaceAll(/(-webkit-)?mask-image:url\([^)]*\);?/g, '');

/** Without JavaScript too, whoever prefers dark gets dark. */
const darkByPreference = (text) => {
  const [block] = /:root\[data-fr-theme=dark\]\{[^}]*\}/.exec(text) ?? [];
  return block ? `${text}@media (prefers-color-scheme:dark){${block.replace('[data-fr-theme=dark]', '')}}` : text;
};

const { version } = JSON.parse(readFileSync(join(DSFR, 'package.json'), 'utf8'));
const dsfr = `/*! DSFR ${version}, MIT, © SIG: parts ${PARTS.join(', ')}; without the Marianne */\n${darkByPreference(
  withoutIconFiles(withoutStateFont(PARTS.map(css).join('\n'))),
)}`;
const own = readFileSync(join(HERE, 'style.css'), 'utf8');
const islands = await build({
  entryPoints: [join(HERE, 'islands/index.ts')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  write: false,
  legalComments: 'none',
});

const files = { 'style.css': `${dsfr}\n${own}`, 'islands.js': islands.outputFiles[0].text };
const empreinte = createHash('sha256').update(Object.values(files).join()).digest('hex').slice(0, 12);
files['manifeste.json'] = `${JSON.stringify({ empreinte })}\n`;

/** A phone is sent the compressed form; it is compared by what it holds, since compressors differ from one version to the next. */
const isSame = (path, content) =>
  readFileSync(path, 'utf8') === content && gunzipSync(readFileSync(`${path}.gz`)).toString() === content;

for (const [name, content] of Object.entries(files)) {
  const path = join(HERE, 'assets', name);
  if (!process.argv.includes('--verifier')) {
    writeFileSync(path, content);
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  } else if (!isSame(path, content)) throw new Error(`${path} n’est plus à jour : lancez « npm run assets »`);
}
