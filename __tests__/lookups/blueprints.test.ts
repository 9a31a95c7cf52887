import { describe, expect, test } from "@jest/globals";
import { blueprintTitles, type CloudBlueprint, findBlueprints } from "../../lookups/blueprints.ts";
import { printProblem } from "../../problems/problems.ts";
import { cloudBlueprint, rosterOf } from "../support/lookups/cloud.ts";

const roster = rosterOf("name: alice\nserver: { bundle: bundle_1, blueprint: openclaw }");
const openclaw = cloudBlueprint("lhbp-aaaaaaaa", "OpenClaw");
const newer = cloudBlueprint("lhbp-bbbbbbbb", "OpenClaw", { DisplayVersion: "2026.9.1" });
const debian = cloudBlueprint("lhbp-dddddddd", "Debian 12", { BlueprintName: "Debian 12.0 64bit" });

const find = (listed: readonly CloudBlueprint[], pinned?: string) =>
  findBlueprints(roster, listed, new Map(pinned === undefined ? [] : [["openclaw", { id: pinned }]]));
const problem = (listed: readonly CloudBlueprint[]) => {
  const { found, problems } = find(listed);
  expect(found).toEqual({});
  return problems.map((each) => printProblem(each)).join("\n");
};

describe("a blueprint given by title", () => {
  test("is found by display title, without regard to case", () => {
    expect(find([debian, openclaw])).toEqual({
      found: { openclaw: { id: "lhbp-aaaaaaaa" } },
      problems: [],
    });
  });

  test("is found by name", () => {
    const named = cloudBlueprint("lhbp-cccccccc", "The claw", { BlueprintName: "openclaw" });
    expect(find([named]).found.openclaw).toEqual({ id: "lhbp-cccccccc" });
  });

  test("is not found by a part of a title; near titles are listed", () => {
    const listed = [
      debian,
      cloudBlueprint("lhbp-cccccccc", "OpenClaw Pro"),
      cloudBlueprint("lhbp-eeeeeeee", "OpenClam"),
    ];
    expect(problem(listed)).toBe(
      'employees.yaml:5:5: alice: no image is titled "openclaw"; near titles: "OpenClaw Pro", "OpenClam", "Debian 12"; write one of them, or a blueprint id',
    );
  });

  test("is not found where nothing is listed", () => {
    expect(problem([])).toContain(
      '"openclaw"; no image is listed in this region; write one of them, or a blueprint id',
    );
  });

  test("is not guessed where several images have it", () => {
    const message =
      'employees.yaml:5:5: alice: blueprint "openclaw" is 2 images: lhbp-aaaaaaaa version 2026.4.8 NORMAL, lhbp-bbbbbbbb version 2026.9.1 NORMAL; write the id that is meant';
    expect(problem([newer, openclaw])).toBe(message);
    expect(problem([openclaw, newer])).toBe(message);
  });

  test("must be NORMAL", () => {
    expect(problem([{ ...openclaw, BlueprintState: "OFFLINE" }])).toBe(
      'employees.yaml:5:5: alice: blueprint "openclaw" is not NORMAL: lhbp-aaaaaaaa version 2026.4.8 OFFLINE; wait, or write another title or a blueprint id',
    );
    expect(find([{ ...openclaw, BlueprintState: "OFFLINE" }, newer]).found.openclaw?.id).toBe("lhbp-bbbbbbbb");
  });

  test.each([false, null])("must support TAT, which sets servers up: %s", (SupportAutomationTools) => {
    expect(problem([{ ...openclaw, SupportAutomationTools }])).toBe(
      'employees.yaml:5:5: alice: blueprint "openclaw" does not support TAT, which sets servers up: lhbp-aaaaaaaa version 2026.4.8 NORMAL; write another title or a blueprint id',
    );
  });

  test("keeps the id that is pinned as long as the cloud lists it under the title, whatever came since", () => {
    expect(find([openclaw, newer], "lhbp-aaaaaaaa").found.openclaw?.id).toBe("lhbp-aaaaaaaa");
    const offline = { ...openclaw, BlueprintState: "OFFLINE" };
    expect(find([offline, newer], "lhbp-aaaaaaaa").found.openclaw?.id).toBe("lhbp-aaaaaaaa");
  });

  test("gets another id when the pinned one is gone, or has another title now", () => {
    expect(find([newer], "lhbp-aaaaaaaa").found.openclaw?.id).toBe("lhbp-bbbbbbbb");
    expect(find([newer, debian], "lhbp-dddddddd").found.openclaw?.id).toBe("lhbp-bbbbbbbb");
  });

  test("is looked for once for all who ask for it, and not for those who write an id or have no server", () => {
    const many = rosterOf(
      "name: alice\nserver: { bundle: bundle_1 }",
      "name: bob\nserver: { bundle: bundle_1 }",
      "name: carol\nserver: { bundle: bundle_1, blueprint: lhbp-bbbbbbbb }",
      "name: dan\nserver: { bundle: bundle_1, blueprint: constructor }",
      "name: eve\nserver: false",
    );
    const titles = Array.from(blueprintTitles(many), ([title, all]) => [title, all.map(({ name }) => name)]);
    expect(titles).toEqual([
      ["OpenClaw", ["alice", "bob"]],
      ["constructor", ["dan"]],
    ]);
    expect(findBlueprints(many, [], new Map()).problems).toEqual([
      expect.objectContaining({
        ...{ rule: "blueprint", employee: "alice", line: 5 },
        message: 'no image is titled "OpenClaw" (as for 1 more)',
      }),
      expect.objectContaining({ employee: "dan", message: 'no image is titled "constructor"' }),
    ]);
  });
});
