/** Two projects: `unit` beside the code, without any service; `integration` on real PostgreSQL, Redis, S3 and clamd. */
const base = {
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
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
    {
      ...base,
      displayName: 'long',
      testMatch: ['<rootDir>/test/long/**/*.spec.ts'],
    },
  ],
};
