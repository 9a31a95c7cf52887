/** Mistakes that a user of the sandbox can mend. */
import { Mistake, problem } from "../problems/problems.ts";

/** Its message is the whole answer. */
export class SandboxError extends Mistake {
  override readonly name = "SandboxError";

  constructor(message: string) {
    // What a command has printed stays in lines; each of them is printed escaped.
    super(message.split("\n").map((line) => problem("sandbox", { message: line })));
  }
}
