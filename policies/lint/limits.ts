/** Rules of size and names, and of what a policy is attached with. */
import type { Rule } from "./rule.ts";

/** Characters of a document, without spaces (https://cloud.tencent.com/document/product/598/10609). */
const MAXIMAL_LENGTH = 6144;
/** What older documents give as the limit; some copies still do (https://www.tencentcloud.com/document/product/598/10604). */
const OLD_MAXIMAL_LENGTH = 4096;

export const LIMIT_RULES: readonly Rule[] = [
  {
    id: "length-limit",
    severity: "error",
    message: "A policy has at most 6144 characters",
    check: ({ length }) =>
      length > MAXIMAL_LENGTH
        ? [
            {
              path: "",
              message: `has ${length} characters without spaces; CAM takes ${MAXIMAL_LENGTH}: split it into several policies`,
            },
          ]
        : [],
  },
  {
    id: "length-old-limit",
    severity: "warning",
    message: "A policy stays under 4096 characters, the limit of older documents",
    check: ({ length }) =>
      length > OLD_MAXIMAL_LENGTH && length <= MAXIMAL_LENGTH
        ? [
            {
              path: "",
              message: `has ${length} characters without spaces; documents disagree whether more than ${OLD_MAXIMAL_LENGTH} are taken`,
            },
          ]
        : [],
  },
  {
    id: "policy-name",
    severity: "error",
    message: "A policy name has 1 to 128 letters, digits and +=,.@_-",
    check: ({ options: { policyName } }) =>
      policyName === undefined || /^[A-Za-z0-9+=,.@_-]{1,128}$/.test(policyName)
        ? []
        : [{ path: "", message: `"${policyName}" is no name for a policy; use 1 to 128 letters, digits and +=,.@_-` }],
  },
  {
    id: "description-length",
    severity: "error",
    message: "A description has at most 300 bytes",
    check: ({ options: { description = "" } }) => {
      const bytes = new TextEncoder().encode(description).length;
      return bytes > 300 ? [{ path: "", message: `the description has ${bytes} bytes; CAM takes 300` }] : [];
    },
  },
  {
    id: "preset-full-access",
    severity: "warning",
    message: "No preset policy opens a whole service",
    check: ({ options: { presets = [] } }) =>
      presets
        .filter((preset) => preset.endsWith("FullAccess") || preset === "AdministratorAccess")
        .map((preset) => ({
          path: "",
          message: `the preset policy ${preset} allows everything of its service, on everybody's resources`,
        })),
  },
  {
    id: "attached-to-user",
    severity: "warning",
    message: "A policy is attached to a group",
    check: ({ options: { attachedTo } }) =>
      attachedTo === "user"
        ? [
            {
              path: "",
              message: "is attached to a user; attach it to a group, as the check cam-user-policy-directly-bound asks",
            },
          ]
        : [],
  },
];
