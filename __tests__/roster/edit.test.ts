import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { RosterText } from "../../roster/edit.ts";
import { parseRoster } from "../../roster/parse.ts";

const EXAMPLE = readFileSync(join(import.meta.dirname, "../../employees.yaml"), "utf8");
const head = 'account: { ownerUin: "100000000001", region: ap-shanghai }\n';
const text = (body: string) => new RosterText("employees.yaml", head + body);
const bodyOf = (edited: RosterText) => edited.text.slice(head.length);

describe("an edit of a roster", () => {
  test("sets a key behind the first one of an entry, in the entry's own style", () => {
    const block = "employees:\n  - name: alice # the first\n    email: a@example.com\n\n  # Bob\n  - name: bob\n";
    expect(bodyOf(text(block).set("alice", ["status"], "suspended"))).toBe(
      "employees:\n  - name: alice # the first\n    status: suspended\n    email: a@example.com\n\n  # Bob\n  - name: bob\n",
    );
    expect(bodyOf(text(block.trimEnd()).set("bob", ["lastDay"], "2026-12-31"))).toBe(
      `${block.trimEnd()}\n    lastDay: 2026-12-31\n`,
    );
    const flow = "employees: [{ name: alice, team: data }, { name: bob }]\n";
    expect(bodyOf(text(flow).set("alice", ["status"], "suspended").set("alice", ["team"], "true"))).toBe(
      'employees: [{ name: alice, status: suspended, team: "true" }, { name: bob }]\n',
    );
    expect(
      bodyOf(text(flow).set("bob", ["environment", "alias"], "lab").set("bob", ["environment", "id"], "x-1")),
    ).toBe("employees: [{ name: alice, team: data }, { name: bob, environment: { alias: lab, id: x-1 } }]\n");
  });

  test("removes a key wherever it stands, also the first", () => {
    const block =
      "employees:\n  - status: suspended\n    name: alice\n    lastDay: 2026-12-31 # for good\n    team: data\n";
    expect(bodyOf(text(block).unset("alice", "status").unset("alice", "lastDay").unset("alice", "remark"))).toBe(
      "employees:\n  - name: alice\n    team: data\n",
    );
    expect(bodyOf(text("employees: [{ name: alice, status: suspended }]\n").unset("alice", "status"))).toBe(
      "employees: [{ name: alice }]\n",
    );
  });

  test("removes and adds entries, in lists of every style", () => {
    const block = "employees:\n  - name: alice\n\n  - name: bob\n    team: data\n\n  - name: carol\n";
    expect(bodyOf(text(block).remove("bob"))).toBe("employees:\n  - name: alice\n\n  - name: carol\n");
    expect(bodyOf(text(block).remove("carol"))).toBe(
      "employees:\n  - name: alice\n\n  - name: bob\n    team: data\n\n",
    );
    expect(bodyOf(text(block).add({ name: "dan", phone: "+86 13800000000" }))).toBe(
      `${block}\n  - name: dan\n    phone: "+86 13800000000"\n`,
    );
    const flow = "employees: [{ name: alice }, { name: bob }]\n";
    expect(bodyOf(text(flow).remove("alice"))).toBe("employees: [{ name: bob }]\n");
    expect(bodyOf(text(flow).remove("bob").add({ name: "dan" }))).toBe("employees: [{ name: alice }, { name: dan }]\n");
    expect(bodyOf(text("employees:\n- { name: alice }").add({ name: "dan" }))).toBe(
      "employees:\n- { name: alice }\n- { name: dan }\n",
    );
  });

  test("keeps line ends as they are", () => {
    const edited = new RosterText("e.yaml", `${head}employees:\n  - name: alice\n`.replaceAll("\n", "\r\n"));
    expect(edited.set("alice", ["status"], "suspended").add({ name: "bob" }).text).toBe(
      `${head}employees:\n  - name: alice\n    status: suspended\n  - name: bob\n`.replaceAll("\n", "\r\n"),
    );
  });

  test("keeps a byte order mark", () => {
    const edited = new RosterText("e.yaml", `\uFEFF${head}employees:\n  - name: alice\n`).set(
      "alice",
      ["status"],
      "suspended",
    );
    expect(edited.text).toBe(`\uFEFF${head}employees:\n  - name: alice\n    status: suspended\n`);
  });

  test("refuses a name that nobody has", () => {
    expect(() => text("employees: [{ name: alice }]\n").remove("bob")).toThrow(
      'employees.yaml: there is no employee named "bob"; correct the name',
    );
  });

  const example = new RosterText("employees.yaml", EXAMPLE);
  test.each(example.names())(
    "of the example for %s touches that entry's lines alone, and can be taken back",
    (name) => {
      const suspended = example.set(name, ["status"], "suspended");
      expect(parseRoster(suspended.text, "employees.yaml").employees.find((each) => each.name === name)?.status).toBe(
        "suspended",
      );
      expect(suspended.text.split("\n").filter((line) => !EXAMPLE.split("\n").includes(line))).toHaveLength(1);
      expect(suspended.unset(name, "status").text).toBe(EXAMPLE);
      const renamed = example.set(name, ["name"], "zoe").renameInSharing(name, "zoe");
      expect(renamed.set("zoe", ["name"], name).renameInSharing("zoe", name).text).toBe(EXAMPLE);
    },
  );

  test("gives texts back as they were given, whatever they hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.boolean(), (value, isFlow) => {
        const body = isFlow
          ? "employees: [{ name: alice }, { name: bob }]\n"
          : "employees:\n  - name: alice\n  - name: bob\n";
        const edited = text(body).set("alice", ["remark"], value).add({ name: "carol", team: value });
        expect(edited.get("alice", ["remark"])).toBe(value);
        expect(edited.get("carol", ["team"])).toBe(value);
        expect(edited.unset("alice", "remark").remove("carol").text).toBe(head + body);
      }),
    );
  });
});
