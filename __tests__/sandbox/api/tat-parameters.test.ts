import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkPlaceholders, readParameters, recordedParameters } from "../../../sandbox/api/services/tat/parameters.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

const names = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);
const parameters = fc.uniqueArray(fc.tuple(fc.oneof(names, fc.constant("__proto__")), fc.string()), {
  maxLength: 20,
  selector: ([name]) => name,
});

test("whatever the parameters, the records show each of them, and ****** for the hidden ones", () => {
  fc.assert(
    fc.property(parameters, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (given, hidden) => {
      const placeholder = ([name]: [string, string], i: number) => `{{${hidden[i] ? "tat-hidden:" : ""}${name}}}`;
      const content = base64(`run ${given.map(placeholder).join(" ")}`);
      const text = JSON.stringify(Object.fromEntries(given));
      checkPlaceholders(content, readParameters(text));
      const recorded = readParameters(recordedParameters(content, text));
      for (const [i, [name, value]] of given.entries()) expect(recorded.get(name)).toBe(hidden[i] ? "******" : value);
      expect(recorded.size).toBe(given.length);
    }),
  );
});

test("a placeholder without a value is found whatever else has one", () => {
  fc.assert(
    fc.property(parameters, names, (given, missing) => {
      fc.pre(given.every(([name]) => name !== missing));
      const values = new Map(given);
      const content = base64([...given.map(([name]) => `{{${name}}}`), `{{ ${missing} }}`].join("\n"));
      expect(() => checkPlaceholders(content, values)).toThrow(`{{${missing}}}`);
      expect(() => checkPlaceholders(content, values.set(missing, ""))).not.toThrow();
    }),
  );
});
