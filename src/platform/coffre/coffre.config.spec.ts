import { DEMONSTRATION, checkSections, isSecret } from '../config/index.js';
import { coffreConfig } from './coffre.config.js';

test('the demonstration key is 32 bytes, recognised, and refused in production', () => {
  const { COFFRE_KEK } = coffreConfig.read({});
  expect(Buffer.from(COFFRE_KEK, 'base64')).toHaveLength(32);
  expect(COFFRE_KEK).toContain(DEMONSTRATION);
  expect(isSecret(coffreConfig.shape.COFFRE_KEK)).toBe(true);
  expect(() => checkSections([coffreConfig], { MODE: 'production' })).toThrow(
    /COFFRE_KEK : la valeur de démonstration/,
  );
});

test.each(['trop-court', 'AAAA', `${'A'.repeat(43)}B=`, 'z'.repeat(44)])('refuses the key %s', (COFFRE_KEK) => {
  expect(() => coffreConfig.read({ COFFRE_KEK })).toThrow(/COFFRE_KEK : 32 octets en base64/);
});
