import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lookupsPath, printLookups, readLookups, writeLookups } from "../../lookups/file.ts";
import type { Lookups } from "../../lookups/lookups.ts";

const lookups: Lookups = {
  account: { ownerUin: "100000000001", appId: "1250000000" },
  environments: {
    "bob-1": { alias: "bob", region: "ap-shanghai", package: "baas_personal", storageBucket: "b-1250000000" },
    "alice-1": {
      region: "ap-shanghai",
      alias: "alice",
      storageBucket: "a-1250000000",
      package: "baas_personal",
      logs: { topicId: "t-1", logsetId: "s-1" },
      hostingBucket: "static-a-1250000000",
    },
  },
  blueprints: { OpenClaw: { id: "lhbp-aaaaaaaa" } },
};

const text = `{
  "account": {
    "appId": "1250000000",
    "ownerUin": "100000000001"
  },
  "blueprints": {
    "OpenClaw": {
      "id": "lhbp-aaaaaaaa"
    }
  },
  "environments": {
    "alice-1": {
      "alias": "alice",
      "hostingBucket": "static-a-1250000000",
      "logs": {
        "logsetId": "s-1",
        "topicId": "t-1"
      },
      "package": "baas_personal",
      "region": "ap-shanghai",
      "storageBucket": "a-1250000000"
    },
    "bob-1": {
      "alias": "bob",
      "package": "baas_personal",
      "region": "ap-shanghai",
      "storageBucket": "b-1250000000"
    }
  }
}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lookups-"));
});
const path = () => join(folder, "employees.lookups.json");

describe("a lookups file", () => {
  test.each([
    ["employees.yaml", "employees.lookups.json"],
    ["companies/north.yml", "companies/north.lookups.json"],
    ["employees", "employees.lookups.json"],
  ])("of %s is %s", (roster, file) => {
    expect(lookupsPath(roster)).toBe(file);
  });

  test("is written with sorted keys, and read as it was", () => {
    expect(writeLookups("employees.yaml", folder, lookups)).toBe(true);
    expect(readFileSync(path(), "utf8")).toBe(text);
    expect(readLookups("employees.yaml", folder)).toEqual(lookups);
    expect(readdirSync(folder)).toEqual(["employees.lookups.json"]);
  });

  test("that is not there yet is no error", () => {
    expect(readLookups("employees.yaml", folder)).toBeUndefined();
  });

  test("with the same content is not touched, whatever its line endings", () => {
    const checkedOut = text.replaceAll("\n", "\r\n");
    writeFileSync(path(), checkedOut);
    utimesSync(path(), 1, 1);
    expect(writeLookups("employees.yaml", folder, lookups)).toBe(false);
    expect(readFileSync(path(), "utf8")).toBe(checkedOut);
    expect(statSync(path()).mtimeMs).toBe(1000);
  });

  test("keeps its permissions when it changes", () => {
    writeFileSync(path(), text);
    chmodSync(path(), 0o640);
    expect(writeLookups("employees.yaml", folder, { ...lookups, blueprints: {} })).toBe(true);
    expect(statSync(path()).mode & 0o777).toBe(0o640);
  });

  test.each(["hunter2", '{"a": hunter2}', `{"${"x".repeat(80)}": hunter2, "b": 1}`])(
    "that is no JSON is not quoted: %s",
    (content) => {
      writeFileSync(path(), content);
      expect(() => readLookups("employees.yaml", folder)).toThrow(
        /^(?!.*unter2)employees\.lookups\.json: this is not JSON/,
      );
    },
  );

  test.each([
    [
      "<<<<<<< HEAD\n{}",
      /^employees\.lookups\.json: this is not JSON \(.*\); take it from version control again, or delete it and run npx subaccounts lookup employees\.yaml$/,
    ],
    ["", /^employees\.lookups\.json: this is not JSON/],
    ["[]", /: these are not lookups \(file: Invalid input: expected object, received array\); take it/],
    ["{}", /\(account: Invalid input: .*; environments: Invalid input: .*; blueprints: Invalid input: .*\)/],
    [text.replace('"t-1"', '""'), /environments\.alice-1\.logs\.topicId: expected an id of letters/],
    [text.replace('"t-1"', `"\${topicId}"`), /environments\.alice-1\.logs\.topicId: expected an id of letters/],
    [text.replace('"1250000000"', "1250000000"), /account\.appId: Invalid input: expected string, received number/],
    [text.replace('"topicId"', '"topic"'), /environments\.alice-1\.logs\.topicId: .*; .*Unrecognized key: "topic"/],
    [text.replace('"id"', '"secretKey": "x", "id"'), /blueprints\.OpenClaw: Unrecognized key: "secretKey"/],
  ])("that reads %j is refused with what to do", (content, message) => {
    writeFileSync(path(), content);
    expect(() => readLookups("employees.yaml", folder)).toThrow(message);
    expect(() => writeLookups("employees.yaml", folder, lookups)).toThrow(message);
    expect(readFileSync(path(), "utf8")).toBe(content);
  });

  test("that is a folder cannot be read, and says so", () => {
    mkdirSync(path());
    expect(() => readLookups("employees.yaml", folder)).toThrow(
      /^employees\.lookups\.json: this is a folder; write the path of a file$/,
    );
  });

  test("in a folder that does not exist cannot be written, and says so", () => {
    expect(() => writeLookups("north/employees.yaml", folder, lookups)).toThrow(
      /^north\/employees\.lookups\.json: cannot be written \(its folder does not exist, ENOENT\); nothing was changed; make the folder/,
    );
  });

  test("is the same text in whatever order the keys came", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
        fc.func(fc.integer()),
        (titles, order) => {
          const of = (names: readonly string[]) =>
            printLookups({
              ...lookups,
              blueprints: Object.fromEntries(names.map((title) => [title, { id: `lhbp-${title.length}` }])),
            });
          expect(of([...titles].sort((a, b) => order(a) - order(b)))).toBe(of(titles));
          expect(JSON.parse(of(titles)).blueprints).toEqual(
            Object.fromEntries(titles.map((title) => [title, { id: `lhbp-${title.length}` }])),
          );
        },
      ),
    );
  });
});
