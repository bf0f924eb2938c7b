import { defineConfig } from 'vitest/config';

/**
 * A folder of tests and how long one test in it may take. The limits only end what hangs: they leave
 * room for a machine that is busy with other things.
 */
const FOLDERS = [
  { name: 'unit', seconds: 20 },
  { name: 'property', seconds: 30 },
  { name: 'boundaries', seconds: 60 },
  { name: 'docs', seconds: 60 },
  { name: 'contract', seconds: 40 },
  { name: 'fault', seconds: 60 },
  { name: 'golden', seconds: 60 },
  { name: 'cli', seconds: 60 },
  { name: 'node', seconds: 60 },
  { name: 'service', seconds: 60 },
  { name: 'e2e', seconds: 120 },
] as const;

export default defineConfig({
  test: {
    projects: FOLDERS.map(({ name, seconds }) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        environment: 'node',
        pool: 'forks',
        // No module of ours keeps state, so files may share a process; that halves the time.
        isolate: false,
        env: { TZ: 'UTC' },
        retry: 0,
        testTimeout: seconds * 1000,
        // What is made once for a file, such as a build of the command line, may take longer than a test.
        hookTimeout: 60_000,
      },
    })),
  },
});
