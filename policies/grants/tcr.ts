/** Grants of Tencent Container Registry, Enterprise edition, in the forms of its page on sub-accounts. */
import type { Statement } from "../language/document.ts";
import type { GrantAccount, GrantKind } from "./kind.ts";

export interface TcrGrant {
  readonly kind: "tcr";
  /** `tcr-xxxxxxxx` */
  readonly instance: string;
  /** Absent: all namespaces. */
  readonly namespace?: string;
  /** Absent: all repositories of the namespace. */
  readonly repository?: string;
  readonly region?: string;
  /** `read`: look and pull; `write`: push as well; `full`: everything. */
  readonly access: "read" | "write" | "full";
}

export const tcr: GrantKind<TcrGrant> = {
  service: "container registry",
  families: ["tcr:*"],
  refusal: () => undefined,
  statements,
  resources: ({ instance, namespace, repository, region: own }, region) => {
    const path = ["repository", instance, namespace, repository].filter((each) => each !== undefined).join("/");
    return [
      { service: "tcr", region: own ?? region, path: `instance/${instance}` },
      { service: "tcr", region: own ?? region, path },
    ];
  },
};

/**
 * The statements of "Policy configuration in typical scenarios" (https://www.tencentcloud.com/document/product/1051/39860), with region
 * and account named, which the page leaves empty. The page has no form for pushing: `write` is `read` with tcr:PushRepository.
 */
function statements({ access, region, ...grant }: TcrGrant, account: GrantAccount): Statement[] {
  const { instance, namespace, repository } = grant;
  const prefix = `qcs::tcr:${region ?? account.region}:uin/${account.ownerUin}`;
  const ofInstance = `${prefix}:instance/${instance}`;
  const inNamespace = `${prefix}:repository/${instance}/${namespace}`;
  const repositories =
    namespace === undefined
      ? [`${prefix}:repository/${instance}/*`]
      : repository === undefined
        ? [inNamespace, `${inNamespace}/*`]
        : [`${inNamespace}/${repository}`, `${inNamespace}/${repository}/*`];
  if (access === "full") {
    return namespace === undefined
      ? [allow(["tcr:*"], [ofInstance, ...repositories])]
      : [allow(["tcr:*"], repositories), allow(["tcr:DescribeInstance*"], [ofInstance])];
  }
  // Listing repositories asks for the namespace.
  const parents = repository === undefined ? [] : [inNamespace];
  return [
    allow(["tcr:Describe*", "tcr:PullRepository"], [ofInstance, ...parents, ...repositories]),
    ...(access === "write" ? [allow(["tcr:PushRepository"], repositories)] : []),
  ];
}

function allow(action: readonly string[], resource: readonly string[]): Statement {
  return { effect: "allow", action, resource };
}
