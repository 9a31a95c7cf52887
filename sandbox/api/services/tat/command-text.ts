/** What a command says and how it runs: members of four actions, their defaults and their rules. */
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { readParameters } from "./parameters.ts";
import type { CommandText } from "./state.ts";

/** Members that CreateCommand, ModifyCommand and RunCommand share. */
export const TEXT_MEMBERS = {
  CommandName: z.string().optional(),
  Content: z.string().optional(),
  Description: z.string().optional(),
  CommandType: z.string().optional(),
  WorkingDirectory: z.string().optional(),
  Timeout: z.int().optional(),
  DefaultParameters: z.string().optional(),
  Username: z.string().optional(),
  OutputCOSBucketUrl: z.string().optional(),
  OutputCOSKeyPrefix: z.string().optional(),
};

const TEXT = z.object(TEXT_MEMBERS);

/** What a command has that nobody chose: SHELL, 60 seconds, root in /root (https://cloud.tencent.com/document/product/1340/52681). */
const DEFAULTS: CommandText = {
  name: "",
  description: "",
  content: "",
  type: "SHELL",
  workingDirectory: "/root",
  timeout: 60,
  username: "root",
  defaultParameters: "",
  outputCosBucketUrl: "",
  outputCosKeyPrefix: "",
};

/**
 * A command's text with the members that were sent.
 *
 * @param before what the members keep that were not sent; absent: the defaults.
 * @throws ApiError `InvalidParameterValue.…` for the first member that breaks a rule.
 */
export function commandText(sent: z.infer<typeof TEXT>, before: CommandText = DEFAULTS): CommandText {
  const text: CommandText = {
    name: sent.CommandName ?? before.name,
    description: sent.Description ?? before.description,
    content: sent.Content ?? before.content,
    type: sent.CommandType || before.type,
    workingDirectory: sent.WorkingDirectory || before.workingDirectory,
    timeout: sent.Timeout ?? before.timeout,
    username: sent.Username || before.username,
    defaultParameters: sent.DefaultParameters ?? before.defaultParameters,
    outputCosBucketUrl: sent.OutputCOSBucketUrl ?? before.outputCosBucketUrl,
    outputCosKeyPrefix: sent.OutputCOSKeyPrefix ?? before.outputCosKeyPrefix,
  };
  check(text);
  return text;
}

function check(text: CommandText): void {
  if (!/^[\p{Script=Han}a-zA-Z0-9_.-]*$/u.test(text.name) || Buffer.byteLength(text.name) > 60) {
    refuse(
      "InvalidCommandName",
      "`CommandName` takes Chinese and Latin letters, digits, _, - and ., at most 60 bytes.",
    );
  }
  if (text.content === "" || !/^[A-Za-z0-9+/]*={0,2}$/.test(text.content) || text.content.length % 4 !== 0) {
    refuse("CommandContentInvalid", "`Content` is the text of the command in Base64.");
  }
  if (text.content.length > 65_536) refuse("TooLong", "`Content` takes at most 64 KB of Base64.");
  if ([...text.description].length > 120) refuse("TooLong", "`Description` takes at most 120 characters.");
  if (!["SHELL", "POWERSHELL", "BAT"].includes(text.type))
    refuse("Range", "`CommandType` takes SHELL, POWERSHELL or BAT.");
  if (text.timeout < 1 || text.timeout > 86_400) refuse("Range", "`Timeout` takes 1 to 86400 seconds.");
  if (text.type === "SHELL" && !/^\/[^\0]{0,199}$/.test(text.workingDirectory)) {
    refuse("InvalidWorkingDirectory", "`WorkingDirectory` is an absolute path of at most 200 characters.");
  }
  if (!/^[^\s:/]{1,256}$/.test(text.username))
    refuse("InvalidUsername", "`Username` is the name of a user of the server.");
  if (text.outputCosBucketUrl !== "" && !/^https:\/\/\S+$/.test(text.outputCosBucketUrl)) {
    refuse("InvalidOutputCOSBucketUrl", "`OutputCOSBucketUrl` starts with https://.");
  }
  if (!/^(?!\/)(?!.*\/\/)(?!(.*\/)?\.\.(\/|$)).{0,60}$/.test(text.outputCosKeyPrefix)) {
    refuse("InvalidOutputCOSKeyPrefix", "`OutputCOSKeyPrefix` is a relative path of at most 60 characters.");
  }
  readParameters(text.defaultParameters);
}

function refuse(reason: string, message: string): never {
  throw new ApiError(`InvalidParameterValue.${reason}`, message);
}
