/** The argument of data sources that writes their result into a file. */
import type { Problem } from "../protocol/diagnostics.ts";
import { type Members, stringOf } from "../protocol/value.ts";

/** The sandbox's plugin writes no files; it says so instead of leaving the file out in silence. */
export function fileProblems(config: Members): readonly Problem[] {
  const attribute = "result_output_file";
  return stringOf(config, attribute)
    ? [{ summary: `The sandbox does not serve ${attribute}: use an output or a local_file there.`, attribute }]
    : [];
}
