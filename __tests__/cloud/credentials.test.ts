import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCredentials } from "../../cloud/credentials.ts";
import { madeUpKey } from "../support/lookups/cloud.ts";

const key = madeUpKey();
const { secretId, secretKey, token } = key;

describe("the API key", () => {
  test("is read in the spelling of the Terraform provider", () => {
    const env = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey };
    expect(readCredentials(env)).toEqual({ secretId, secretKey });
  });

  test.each(["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"])(
    "takes its token from %s",
    (name) => {
      const env = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey, [name]: token };
      expect(readCredentials(env)).toEqual(key);
    },
  );

  test("is read in the spelling of CloudBase MCP", () => {
    const env = {
      TENCENTCLOUD_SECRETID: secretId,
      TENCENTCLOUD_SECRETKEY: secretKey,
      TENCENTCLOUD_SESSIONTOKEN: token,
    };
    expect(readCredentials(env)).toEqual(key);
  });

  test("does not get the token of the other spelling's key", () => {
    const env = {
      TENCENTCLOUD_SECRET_ID: secretId,
      TENCENTCLOUD_SECRET_KEY: secretKey,
      TENCENTCLOUD_SECRETID: "other",
      TENCENTCLOUD_SECRETKEY: "other",
      TENCENTCLOUD_SESSIONTOKEN: token,
    };
    expect(readCredentials(env)).toEqual({ secretId, secretKey });
  });

  test.each([{}, { TENCENTCLOUD_SECRET_ID: "", TENCENTCLOUD_SECRET_KEY: "" }, { TENCENTCLOUD_TOKEN: token }])(
    "that is missing names the variables to set",
    (env) => {
      expect(() => readCredentials(env)).toThrow(/^no API key: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY/);
    },
  );

  test.each([
    ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
    ["TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SECRET_ID"],
    ["TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY"],
    ["TENCENTCLOUD_SECRETKEY", "TENCENTCLOUD_SECRETID"],
  ])("of which only %s is set says that %s is not", (present, absent) => {
    expect(() => readCredentials({ [present]: secretKey })).toThrow(
      `half an API key: ${present} is set, but ${absent} is not; set both to the same key`,
    );
  });

  test("with a character that no key has is refused, and never printed", () => {
    fc.assert(
      fc.property(fc.constantFrom(" ", "\n", "\r", "\t", "\0", "é", "密"), fc.constantFrom("a", "b"), (bad, where) => {
        const value = where === "a" ? secretKey + bad : bad + secretKey;
        const refused = () => readCredentials({ TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: value });
        expect(refused).toThrow(/^TENCENTCLOUD_SECRET_KEY has a space, a line break or another character/);
        expect(refused).not.toThrow(new RegExp(secretKey));
      }),
    );
  });
});
