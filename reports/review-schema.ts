/** The form of `review --format json`, for programs that read it. */
import { z } from "zod";
import { EFFECTS } from "../deployments/deployments.ts";

const sentence = z.strictObject({
  effect: z.enum(EFFECTS).describe("What it is for the person, the worst first."),
  text: z.string().describe("Goes on behind the name. Values from outside are not escaped."),
  addresses: z.array(z.string()).describe("Terraform's addresses of the resources that it is about."),
});

const money = z.strictObject({
  sums: z.record(z.string(), z.number()).describe("A month, by currency."),
  unknown: z.int().describe("Servers whose price nobody knows, and which are in no sum."),
});

const stack = z.strictObject({
  stack: z.string(),
  people: z
    .array(z.strictObject({ name: z.string(), sentences: z.array(sentence) }))
    .describe("To whom something happens, the worst first."),
  before: z.int().describe("People whom the state has before."),
  wereSuspended: z.array(z.string()).describe("Names of those who were suspended before."),
  leaving: z.array(z.string()).describe("Names of those whose sub-account is deleted."),
  shared: z.array(sentence).describe("Of the whole stack."),
  drift: z.array(z.string()).describe("Addresses of what was changed outside of Terraform."),
  counts: z
    .record(z.string(), z.int())
    .describe("Resources by what is done to them; moved, imported and forgotten ones count."),
  money: z.strictObject({ before: money, after: money }).describe("Prices of servers."),
  guard: z.array(z.string()).describe("Why the plan must be confirmed; empty: it need not."),
  digest: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe("Stands for exactly this plan."),
  isConfirmed: z.boolean(),
  isolation: z.array(z.string()).describe("What the proof says of the rosters, and how the plan was made."),
});

export const reviewSchema = z
  .strictObject({ format: z.literal(1).describe("Another number: another form."), stacks: z.array(stack) })
  .describe("What `npx subaccounts review --format json` prints.");

/** Content of the committed review.schema.json. */
export function reviewJsonSchema(): string {
  const schema = z.toJSONSchema(reviewSchema, { target: "draft-7" });
  return `${JSON.stringify({ title: "Review of cloudbase-subaccounts", ...schema }, null, 2)}\n`;
}
