/** Template files of rosters, as if they had been read. */
import type { Roster } from "../../../roster/roster.ts";

/** @param files Documents, or texts as they stand, by the path that the roster writes. */
export function templateFiles(files: Readonly<Record<string, unknown>>): Roster["templates"] {
  return new Map(
    Object.entries(files).map(([file, content]) => [
      file,
      { file, text: typeof content === "string" ? content : JSON.stringify(content), namedAt: { line: 2, column: 1 } },
    ]),
  );
}
