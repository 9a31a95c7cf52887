/** `subaccounts explain`: what the id of a rule, an invariant or a way means. */
import { Command } from "commander";
import { closest } from "fastest-levenshtein";
import { Mistake, problem, quoted } from "../problems/problems.ts";
import { explanationList, explanationText } from "../reports/explanation.ts";
import type { Context } from "./context.ts";
import { EXPLANATIONS } from "./explained.ts";

export function explainCommand({ stdout }: Context): Command {
  return new Command("explain")
    .summary("say what a rule asks for")
    .description(
      "Says what the id of a rule (unknown-key), an invariant of the proof (I3), a known way out (P1) or an assumption means, and what to\n" +
        "do. Reports in JSON and SARIF and annotations of code hosts carry these ids. Without one, lists all.",
    )
    .argument("[rule]", "the id, as a report has it")
    .action((wanted: string | undefined) => {
      if (wanted === undefined) {
        stdout.write(explanationList(EXPLANATIONS));
        return;
      }
      const found = EXPLANATIONS.filter(({ id }) => id.toLowerCase() === wanted.toLowerCase());
      if (found.length === 0) {
        const near = closest(
          wanted,
          EXPLANATIONS.map(({ id }) => id),
        );
        const remedy = `write ${near}, or list all: npx subaccounts explain`;
        throw new Mistake([problem("rule-unknown", { message: `there is no rule ${quoted(wanted)}`, remedy })]);
      }
      stdout.write(found.map(explanationText).join("\n"));
    });
}
