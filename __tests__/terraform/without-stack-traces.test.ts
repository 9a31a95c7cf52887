import { expect, test } from "@jest/globals";
import { Token } from "cdktf";
import { withoutStackTraces } from "../../terraform/without-stack-traces.ts";

test("no reference that is made meanwhile has a stack trace, and those made later have one again", () => {
  let meanwhile: string[] | undefined;
  withoutStackTraces(() => {
    meanwhile = Token.nullValue().creationStack;
  });
  expect(meanwhile).toEqual([]);
  expect(Token.nullValue().creationStack).not.toEqual([]);
});

test("an error that leaves has its own stack trace, and those after it have theirs", () => {
  const failing = () => {
    throw new Error("broken");
  };
  expect(() => withoutStackTraces(failing)).toThrow(
    expect.objectContaining({ stack: expect.stringMatching(/broken\n\s+at failing/) }),
  );
  expect(Token.nullValue().creationStack).not.toEqual([]);
});
