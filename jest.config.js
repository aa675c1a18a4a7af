// Tests run the TypeScript sources the way Node itself does: types are stripped, nothing is compiled.
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './test/support/strip-types.js' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/deploy/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist'],
  // A machine that is busy with other things may take its time: no test is about how long it takes.
  testTimeout: 120_000,
};
