/** Tests run the TypeScript sources as ES modules, as the command line does. */
export default {
  testMatch: [
    "<rootDir>/__tests__/**/*.test.ts",
    // Those on the real OpenClaw need root and minutes: `npm run test:openclaw`.
    ...(process.env.TEST_OPENCLAW ? [] : ["!**/__tests__/openclaw/**"]),
    // That of the package installs it: `npm run test:package`.
    ...(process.env.TEST_PACKAGE ? [] : ["!**/__tests__/package/**"]),
  ],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" }, experimental: { keepImportAttributes: true } },
      },
    ],
  },
  transformIgnorePatterns: ["/node_modules/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/dist", "<rootDir>/.sandbox", "<rootDir>/.stryker-tmp"],
  // Not the default, which is a folder in the system's temporary folder that stays behind.
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  globalSetup: "<rootDir>/__tests__/setup.mjs",
  globalTeardown: "<rootDir>/__tests__/teardown.mjs",
  // All cores: the tests wait for processes that they start more than they compute.
  maxWorkers: "100%",
  // The real provider takes longer than the sandbox's plugin for everything.
  testTimeout: process.env.TENCENTCLOUD_PROVIDER_BINARY ? 900_000 : 60_000,
};
