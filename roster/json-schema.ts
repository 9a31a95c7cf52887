/** The JSON schema of roster files, with which editors complete and check them. */
import { z } from "zod";
import { rosterSchema } from "./schema.ts";

/** Content of the committed employees.schema.json. */
export function rosterJsonSchema(): string {
  const schema = z.toJSONSchema(rosterSchema, { target: "draft-7", io: "input" });
  return `${JSON.stringify({ title: "Roster of cloudbase-subaccounts", ...schema }, null, 2)}\n`;
}
