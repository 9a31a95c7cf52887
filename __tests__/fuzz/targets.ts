/** One claim a target: what the second model calls possible, the program must not call impossible. */
import { compilePolicies } from "../../policies/evaluation/evaluate.ts";
import { proveIsolation } from "../../policies/isolation/isolation.ts";
import { parsePolicyText } from "../../policies/language/parse.ts";
import { lintPolicy } from "../../policies/lint/lint.ts";
import { PERMISSION_BOUNDARY } from "../../policies/permission-boundary.ts";
import { PROFILES } from "../../policies/profiles/profiles.ts";
import { splitDocument } from "../../policies/split.ts";
import { readTemplate } from "../../policies/template.ts";
import { environmentPolicy } from "../../workplaces/workplaces.ts";
import { ACTIONS, allows, isPossible, isRead, matches } from "../model/model.ts";
import { APP_ID, belongingsOf, environmentOf, type Input, OWNER, PEOPLE } from "./documents.ts";

export interface Target {
  readonly name: string;
  readonly claim: string;
  /** @throws Error that says which request shows the claim to be wrong. */
  readonly check: (input: Input) => void;
}

const ACCOUNT = { ownerUin: OWNER, appId: APP_ID };

export const TARGETS: readonly Target[] = [
  {
    name: "proof",
    claim: "whoever can reach somebody else in the model has a finding that names them",
    check({ people, requests }) {
      const subjects = people.map(({ documents, boundary }, index) => {
        const name = PEOPLE[index] ?? "";
        return { name, documents, boundary, environment: environmentOf(name), profile: "own.json" };
      });
      const { findings, verdicts } = proveIsolation(subjects, ACCOUNT);
      for (const [index, person] of people.entries()) {
        for (const other of PEOPLE.filter((_, each) => each !== index)) {
          const asked = [...requests.map(({ action }) => action), "tcb:Frobnicate"];
          const own = belongingsOf(other);
          for (const action of asked) {
            const reached = own.find((resource) => isPossible(person, action, resource));
            if (reached === undefined) continue;
            const isFound = findings.some(
              ({ subject, others }) => subject === PEOPLE[index] && (others === "every" || others.includes(other)),
            );
            const verdict = verdicts[index]?.verdict;
            if (!isFound || verdict === "isolated")
              fail(`${PEOPLE[index]} may use ${action} on ${reached} of ${other}`);
          }
        }
      }
    },
  },
  {
    name: "evaluator",
    claim:
      "what the evaluator allows is possible in the model, and what it denies by no deny is not allowed by a plain reading",
    check({ people, requests }) {
      for (const { documents, boundary } of people) {
        const evaluate = compilePolicies({ documents, boundary, account: ACCOUNT });
        for (const { action, resource } of requests) {
          const { decision, reason } = evaluate({ action, resources: [resource], callerUin: "100000000011" });
          if (decision === "allow" && !allows({ documents, boundary }, action, resource)) {
            fail(`the evaluator allows ${action} on ${resource}, and the model does not`);
          }
          if (
            decision === "deny" &&
            /^no statement allows/.test(reason) &&
            plainlyAllows(documents, action, resource)
          ) {
            fail(`the evaluator finds nothing that allows ${action} on ${resource}, and some statement names both`);
          }
        }
      }
    },
  },
  {
    name: "splitting",
    claim: "the parts of a policy allow together what the whole allows, and deny what it denies",
    check({ people, requests }) {
      for (const { documents } of people) {
        for (const document of documents) {
          const parts = splitDocument(document, 700).map((part) => parsePolicyText(part.text));
          for (const { action, resource } of requests) {
            if (
              allows({ documents: [document] }, action, resource) !== allows({ documents: parts }, action, resource)
            ) {
              fail(`${action} on ${resource} is another answer after the split`);
            }
          }
        }
      }
    },
  },
  {
    name: "filling",
    claim: "a profile that is filled for one person names nothing of another one",
    check({ requests }) {
      for (const { template } of Object.values(PROFILES)) {
        for (const name of PEOPLE) {
          const { id, namespace: _namespace, topicId, logsetId, ...environment } = environmentOf(name);
          const looked = { ...environment, alias: name, package: "baas_personal", logs: { topicId, logsetId } };
          const owner = { environmentId: id, environment: looked, name };
          const documents = environmentPolicy(template, owner, ACCOUNT).map((each) => each.document);
          const named = documents.map(({ statement }) => ({
            statement: statement.filter(({ resource }) => !resource.includes("*")),
          }));
          for (const other of PEOPLE.filter((each) => each !== name)) {
            for (const resource of belongingsOf(other)) {
              for (const { action } of requests) {
                if (allows({ documents: named }, action, resource)) fail(`${name} is given ${action} on ${resource}`);
              }
            }
          }
        }
      }
    },
  },
  {
    name: "boundary",
    claim: "whatever a person is given, the permission boundary leaves no way to manage accounts",
    check({ people }) {
      const management = ACTIONS.filter((action) => /^(?:cam|sts|organization):/.test(action) && !isRead(action));
      for (const { documents } of people) {
        for (const action of management) {
          if (allows({ documents, boundary: PERMISSION_BOUNDARY }, action, "*")) fail(`${action} passes the boundary`);
        }
      }
    },
  },
  {
    name: "lint",
    claim: "what the linter says matches nothing does not match what anybody has",
    check({ people }) {
      for (const { documents } of people) {
        for (const document of documents) {
          const findings = lintPolicy(document).filter(({ rule }) => rule === "resource-unmatchable");
          for (const { path } of findings) {
            const [, statement = "", resource = ""] = /^statement\[(\d+)\]\.resource\[(\d+)\]$/.exec(path) ?? [];
            const text = document.statement[Number(statement)]?.resource[Number(resource)] ?? "";
            const pattern = text.toLowerCase();
            // Below an environment there is nothing, though a wildcard there may still mean the environment itself.
            const met = PEOPLE.flatMap(belongingsOf).find((each) => matches(pattern, each.toLowerCase()));
            if (met !== undefined) fail(`${text} is said to match nothing, and matches ${met}`);
          }
        }
      }
    },
  },
  {
    name: "reader",
    claim: "a template that is read says what JSON says, and one with a key twice is refused",
    check({ people }) {
      for (const document of people.flatMap(({ documents }) => documents)) {
        const text = JSON.stringify(document);
        const read = readTemplate(text);
        if ("template" in read) {
          const said = JSON.stringify({ version: "2.0", statement: document.statement }).replace(/"name\//g, '"');
          if (JSON.stringify(read.template) !== said) fail(`${text} is read as ${JSON.stringify(read.template)}`);
        }
        const doubled = text.replace('"effect":', '"effect":"deny","effect":');
        if ("template" in readTemplate(doubled)) fail(`${doubled} is read, though a key is in it twice`);
      }
    },
  },
];

function plainlyAllows(documents: Input["people"][number]["documents"], action: string, resource: string): boolean {
  return documents.some(({ statement }) =>
    statement.some(
      (each) =>
        each.effect === "allow" &&
        each.condition === undefined &&
        each.action.some((text) => text.replace(/^name\//, "") === action) &&
        each.resource.includes(resource),
    ),
  );
}

function fail(message: string): never {
  throw new Error(message);
}
