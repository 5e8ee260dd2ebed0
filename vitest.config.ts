import { defineConfig } from 'vitest/config';

// Vitest starts its workers with these as Node's --conditions: 'import' among them would make require() answer modules, and break pg.
const conditions = ['react-server', 'node'];
const resolve = { conditions };
const ssr = { resolve: { conditions, externalConditions: conditions } };
const shared = {
  environment: 'node' as const,
  setupFiles: ['tests/support/setup.ts'],
  env: {
    CONTROL_PLANE_PORT: '0',
    LOG_LEVEL: 'silent',
    SESSION_SECRETS: 'only-for-tests-only-for-tests-only-for-tests',
  },
  // Each database in a worker is a PostgreSQL in WebAssembly: opening one takes seconds on a busy machine.
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    passWithNoTests: true,
    // Databases are heavy: more workers than this only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        test: { ...shared, name: 'unit', include: ['{app,components,features,lib,process,scripts}/**/*.test.{ts,tsx}', 'tests/*.test.ts'] },
        resolve,
        ssr,
      },
      { test: { ...shared, name: 'contract', include: ['tests/contract/**/*.test.ts'] }, resolve, ssr },
      // Runs the built console as people do: needs `npm run build` before it.
      {
        test: {
          ...shared,
          name: 'process',
          include: ['tests/server/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
        resolve,
        ssr,
      },
      // After the others: it compiles pages, and both cores are busy with that.
      {
        test: {
          ...shared,
          name: 'dev',
          include: ['tests/dev/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
        resolve,
        ssr,
      },
      // npm run soak: what takes longer than people wait.
      {
        test: { ...shared, name: 'soak', include: ['tests/soak/**/*.test.ts'], fileParallelism: false, testTimeout: 600_000 },
        resolve,
        ssr,
      },
      // Two built consoles on one PostgreSQL.
      {
        test: {
          ...shared,
          name: 'replicas',
          include: ['tests/replicas/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
        resolve,
        ssr,
      },
    ],
  },
});
