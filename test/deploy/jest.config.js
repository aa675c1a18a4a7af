import base from '../../jest.config.js';

// Apart from `npm test`: it installs the emulator the first time, and takes minutes.
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
