import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: what starts last should not keep the others waiting at the end. */
const LONGEST = [
  'bench/chaos',
  'tenancy/oracles',
  'tenancy/walk',
  'jobs/crash',
  'modules/operations/job-lists',
  'process',
  'tenancy/hostile',
  'auth/roles',
  'bench/same-rows',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  // graphql 16 ships CommonJS and ESM; without this our files get the one and Pothos the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    // Loading the schema and its libraries anew for each file took a fifth of the run; no file replaces a module.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // One more than the cores of a small machine: much of a run is waiting for processes, sockets and timers.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
