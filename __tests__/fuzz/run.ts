/** `npm run fuzz -- <target> --minutes N`: tries a claim for long, and keeps what shows it to be wrong. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { z } from "zod";
import { writeWhole } from "../../files/files.ts";
import { INPUT, type Input, input } from "./documents.ts";
import { TARGETS } from "./targets.ts";

const command = new Command("fuzz")
  .description("Tries the claims of the second model on random inputs. What fails goes to __tests__/fuzz/corpus/.")
  .argument("[targets...]", "default: all, one after the other")
  .option("--minutes <n>", "for each target", Number, 1)
  .option("--seed <n>", "the same inputs again", Number)
  .action((names: string[], { minutes, seed = Date.now() % 2 ** 31 }: { minutes: number; seed?: number }) => {
    const unknown = names.find((name) => !TARGETS.some((target) => target.name === name));
    if (unknown !== undefined) {
      process.stderr.write(`there is no target ${unknown}; there are ${TARGETS.map(({ name }) => name).join(", ")}\n`);
      process.exitCode = 1;
      return;
    }
    for (const { name, claim, check } of TARGETS.filter((each) => names.length === 0 || names.includes(each.name))) {
      process.stdout.write(`${name}: ${claim}; seed ${seed}\n`);
      const found = fc.check(fc.property(input, check), {
        seed,
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: minutes * 60_000,
      });
      const counterexample = found.counterexample?.[0];
      if (!found.failed || counterexample === undefined || counterexample === null) {
        process.stdout.write(`  ${found.numRuns} inputs in ${minutes} min, none shows it to be wrong\n`);
        continue;
      }
      keep(name, counterexample);
      process.stdout.write(`  WRONG after ${found.numRuns} inputs: ${String(found.errorInstance)}\n`);
      process.exitCode = 1;
    }
  });

function keep(name: string, counterexample: Input): void {
  const file = `${import.meta.dirname}/corpus/${name}.json`;
  mkdirSync(dirname(file), { recursive: true });
  const known = existsSync(file) ? z.array(INPUT).parse(JSON.parse(readFileSync(file, "utf8"))) : [];
  writeWhole(file, `${JSON.stringify([...known, counterexample], null, 2)}\n`);
}

command.parse();
