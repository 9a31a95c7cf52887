import { describe, expect, test } from "@jest/globals";
import { lookupChanges } from "../../lookups/lookup.ts";
import type { EnvironmentLookup, Lookups } from "../../lookups/lookups.ts";

const alice: EnvironmentLookup = {
  alias: "alice",
  region: "ap-shanghai",
  package: "baas_personal",
  storageBucket: "alice-1250000000",
  logs: { logsetId: "set", topicId: "topic" },
};
const lookups: Lookups = {
  account: { ownerUin: "100000000001", appId: "1250000000" },
  environments: { "alice-1": alice },
  blueprints: { OpenClaw: { id: "lhbp-aaaaaaaa" } },
  bundles: { bundle_1: { cpu: 2, memory: 4, disk: 60, price: { month: 30, currency: "CNY" } } },
};

describe("changes of lookups in words", () => {
  test("are none between equal lookups", () => {
    expect(lookupChanges(lookups, structuredClone(lookups))).toEqual([]);
  });

  test("name what is new where there was no file", () => {
    expect(lookupChanges(undefined, lookups)).toEqual([
      "account ownerUin: new, 100000000001",
      "account appId: new, 1250000000",
      "environment alice-1 alias: new, alice",
      'blueprint "OpenClaw": new, lhbp-aaaaaaaa',
      "bundle bundle_1: new, 2 cores, 4 GB, 60 GB disk, 30 CNY a month",
    ]);
  });

  test("name each value that differs", () => {
    const { logs: _logs, ...rest } = alice;
    const next: Lookups = {
      account: { ownerUin: "100000000001", appId: "1250000001" },
      environments: {
        "alice-1": { ...rest, alias: "alicia", package: "baas_pf_standard", hostingBucket: "static-alice" },
      },
      blueprints: { OpenClaw: { id: "lhbp-bbbbbbbb" } },
      bundles: { bundle_1: { cpu: 1, memory: 4, disk: 60, soldOut: true } },
    };
    expect(lookupChanges(lookups, next)).toEqual([
      "account appId: 1250000000 became 1250000001",
      "environment alice-1 alias: alice became alicia",
      "environment alice-1 hostingBucket: new, static-alice",
      "environment alice-1 package: baas_personal became baas_pf_standard",
      "environment alice-1 logsetId: gone, was set",
      "environment alice-1 topicId: gone, was topic",
      'blueprint "OpenClaw": lhbp-aaaaaaaa became lhbp-bbbbbbbb',
      "bundle bundle_1: 2 cores, 4 GB, 60 GB disk, 30 CNY a month became 1 core, 4 GB, 60 GB disk, sold out",
    ]);
  });

  test("name what comes and goes, by key", () => {
    const next = { ...lookups, environments: { "bob-1": { ...alice, alias: "bob" } }, blueprints: {} };
    expect(lookupChanges(lookups, next)).toEqual([
      "environment alice-1 alias: gone, was alice",
      "environment bob-1 alias: new, bob",
      'blueprint "OpenClaw": gone, was lhbp-aaaaaaaa',
    ]);
  });

  test("see every value of a lookup", () => {
    const values: [string, Partial<EnvironmentLookup>][] = [
      ["alias", { alias: "x" }],
      ["region", { region: "x" }],
      ["package", { package: "x" }],
      ["storageBucket", { storageBucket: "x" }],
      ["hostingBucket", { hostingBucket: "x" }],
      ["logsetId", { logs: { logsetId: "x", topicId: "topic" } }],
      ["topicId", { logs: { logsetId: "set", topicId: "x" } }],
    ];
    for (const [key, change] of values) {
      const next = { ...lookups, environments: { "alice-1": { ...alice, ...change } } };
      expect(lookupChanges(lookups, next)).toEqual([expect.stringMatching(`^environment alice-1 ${key}: .*x$`)]);
    }
  });
});
