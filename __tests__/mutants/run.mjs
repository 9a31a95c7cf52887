/**
 * Tries the tests: changes the code of a folder a little, one change at a time, and says which changes the tests next to it did not
 * notice. `npm run test:mutants -- policies/lint`, or one file: a quarter of an hour for a folder. Exit code 1 below the score that the
 * folder must have.
 */
import { Stryker } from "@stryker-mutator/core";
import jest from "../../jest.config.mjs";
import FOLDERS from "./folders.json" with { type: "json" };

const [folder = ""] = process.argv.slice(2);
const known = FOLDERS.find(({ name }) => folder === name || folder.startsWith(`${name}/`));
if (known === undefined) {
  process.stderr.write(
    `npm run test:mutants -- <folder>; one of ${FOLDERS.map(({ name }) => name).join(", ")}, or what is in it\n`,
  );
  process.exit(1);
}

const results = await new Stryker({
  mutate: [folder.endsWith(".ts") ? folder : `${folder}/**/*.ts`],
  testRunner: "jest",
  testRunnerNodeArgs: ["--experimental-vm-modules", "--no-warnings"],
  jest: {
    projectType: "custom",
    config: {
      ...jest,
      // It goes with the copy of the project; the usual one would grow by a file for each change.
      cacheDirectory: "<rootDir>/.jest-cache",
      testMatch: known.tests.map((tests) => `<rootDir>/__tests__/${tests}/**/*.test.ts`),
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: "perTest",
  // Stryker rewrites it with an interface that TypeScript 7 does not have; nothing here compiles.
  tsconfigFile: "none",
  // Words of messages, and tables of data: most of these changes say the same in another way.
  mutator: { excludedMutations: ["StringLiteral", "ObjectLiteral", "Regex"] },
  ignorePatterns: ["cdktf.out", ".sandbox", "*.log"],
  tempDirName: ".stryker-tmp",
  reporters: ["clear-text", "progress"],
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, logTests: false },
  timeoutMS: 10_000,
}).runMutationTest();

const tried = results.filter(({ status }) => ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status));
const noticed = tried.filter(({ status }) => status === "Killed" || status === "Timeout");
const score = tried.length === 0 ? 0 : (100 * noticed.length) / tried.length;
process.stdout.write(
  `${folder}: ${noticed.length} of ${tried.length} changes noticed, ${score.toFixed(1)} %; at least ${known.score} % are asked for\n`,
);
process.exitCode = score < known.score ? 1 : 0;
