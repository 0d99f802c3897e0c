/**
 * `unit` stands beside the code, without any service; `integration` runs on real PostgreSQL, Redis, S3 and clamd; `e2e` in a
 * browser besides; `captures` takes the pictures of docs/captures.
 */
const base = {
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
  // Ours first: a script may stand beside a module of the same name.
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

export default {
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.{ts,tsx}'] },
    {
      ...base,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/integration/**/*.spec.ts'],
    },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...base, displayName: 'captures', testMatch: ['<rootDir>/test/captures/**/*.spec.ts'] },
    {
      ...base,
      displayName: 'long',
      testMatch: ['<rootDir>/test/long/**/*.spec.ts'],
    },
  ],
};
