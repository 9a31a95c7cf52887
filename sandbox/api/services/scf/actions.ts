/** Serverless Cloud Functions, as far as a check of isolation needs them: functions are kept by namespace and never run. */
import { z } from "zod";
import type { Action, Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { PAGE, paged } from "../lists.ts";
import { regionOf, serviceActions } from "../service.ts";
import {
  addFunction,
  CODE,
  functionAnswer,
  functionOf,
  functionsIn,
  removeFunction,
  replaceCode,
} from "./functions.ts";

const scfAction = serviceActions("scf", "2018-04-16");

const NAMED = { FunctionName: z.string(), Namespace: z.string().optional() };

const DEFAULT_NAMESPACE = "default";

const createFunction = scfAction("CreateFunction", {
  writes: true,
  body: z.looseObject({
    ...NAMED,
    Code: CODE,
    Runtime: z.string().optional(),
    Handler: z.string().optional(),
    Description: z.string().optional(),
    Role: z.string().optional(),
  }),
  // Only the namespace, as in published refusals: https://github.com/TencentCloudBase/CloudBase-AI-Toolkit/issues/136
  resources: ({ Namespace }, call, cloud) => [namespaceResource(call, cloud, Namespace)],
  answer: (body, call, cloud) => {
    const { id } = addFunction(cloud, call, {
      name: body.FunctionName,
      namespace: body.Namespace ?? DEFAULT_NAMESPACE,
      runtime: body.Runtime,
      handler: body.Handler,
      description: body.Description,
      role: body.Role,
      code: body.Code,
    });
    return { FunctionId: id };
  },
});

const updateFunctionCode = scfAction("UpdateFunctionCode", {
  writes: true,
  body: z.looseObject({ ...NAMED, Code: CODE, ZipFile: z.string().optional(), Handler: z.string().optional() }),
  resources: ofItsFunction,
  answer: ({ FunctionName, Namespace = DEFAULT_NAMESPACE, Code, ZipFile, Handler }, call, cloud) => {
    replaceCode(functionOf(cloud, call, Namespace, FunctionName), call, Code ?? { ZipFile }, Handler);
    return {};
  },
});

/** Of operation level, and so sees the names of every namespace's functions (https://www.tencentcloud.com/document/product/598/70005). */
const listFunctions = scfAction("ListFunctions", {
  writes: false,
  body: z.strictObject({ ...PAGE, Namespace: z.string().optional(), SearchKey: z.string().optional() }),
  resources: () => ["*"],
  answer: (body, call, cloud) => {
    const { Namespace = DEFAULT_NAMESPACE, SearchKey = "" } = body;
    const found = functionsIn(cloud, call, Namespace).filter(({ name }) => name.includes(SearchKey));
    return { Functions: paged(found, body).map(functionAnswer), TotalCount: found.length };
  },
});

const getFunction = scfAction("GetFunction", {
  writes: false,
  body: z.strictObject({ ...NAMED, Qualifier: z.string().optional(), ShowCode: z.enum(["TRUE", "FALSE"]).optional() }),
  resources: ofItsFunction,
  answer: ({ FunctionName, Namespace = DEFAULT_NAMESPACE }, call, cloud) => {
    const found = functionOf(cloud, call, Namespace, FunctionName);
    return {
      ...functionAnswer(found),
      Handler: found.handler,
      Role: found.role,
      CodeSize: found.codeSize,
      Qualifier: "$LATEST",
    };
  },
});

const deleteFunction = scfAction("DeleteFunction", {
  writes: true,
  body: z.strictObject({ ...NAMED, Qualifier: z.string().optional() }),
  resources: ofItsFunction,
  answer: ({ FunctionName, Namespace = DEFAULT_NAMESPACE }, call, cloud) => {
    removeFunction(cloud, call, functionOf(cloud, call, Namespace, FunctionName));
    return {};
  },
});

const INVOKE = {
  ...NAMED,
  Qualifier: z.string().optional(),
  LogType: z.string().optional(),
  RoutingKey: z.string().optional(),
};

/** Says whose keys the code would have had: the role's, which may do more than the caller. */
const invoke = (action: string, body: z.ZodType<{ FunctionName: string; Namespace?: string }>) =>
  scfAction(action, {
    writes: false,
    body,
    resources: ofItsFunction,
    answer: ({ FunctionName, Namespace = DEFAULT_NAMESPACE }, call, cloud) => {
      const { role } = functionOf(cloud, call, Namespace, FunctionName);
      const RetMsg = JSON.stringify({ sandbox: "functions do not run here", role });
      return { Result: { Log: "", RetMsg, ErrMsg: "", MemUsage: 0, Duration: 0, BillDuration: 0, InvokeResult: 0 } };
    },
  });

const invocations = [
  invoke(
    "Invoke",
    z.strictObject({ ...INVOKE, InvocationType: z.string().optional(), ClientContext: z.string().optional() }),
  ),
  invoke("InvokeFunction", z.strictObject({ ...INVOKE, Event: z.string().optional() })),
];

function ofItsFunction(
  { FunctionName, Namespace }: { readonly FunctionName: string; readonly Namespace?: string },
  call: Call,
  cloud: Cloud,
): readonly string[] {
  return [`${namespaceResource(call, cloud, Namespace)}/function/${FunctionName}`];
}

/** SCF asks CAM with the short names of regions: `qcs::scf:sh:uin/100000000001:namespace/<environment id>`. */
function namespaceResource(call: Call, cloud: Cloud, namespace = DEFAULT_NAMESPACE): string {
  const region = regionOf(call);
  return `qcs::scf:${SHORT_REGIONS.get(region) ?? region}:uin/${cloud.account.ownerUin}:namespace/${namespace}`;
}

/** https://www.tencentcloud.com/document/product/598/10606 */
const SHORT_REGIONS: ReadonlyMap<string, string> = new Map([
  ["ap-guangzhou", "gz"],
  ["ap-shanghai", "sh"],
  ["ap-beijing", "bj"],
  ["ap-chengdu", "cd"],
  ["ap-hongkong", "hk"],
  ["ap-singapore", "sg"],
  ["na-toronto", "ca"],
  ["eu-frankfurt", "de"],
]);

export const scfActions: readonly Action[] = [
  createFunction,
  updateFunctionCode,
  listFunctions,
  getFunction,
  deleteFunction,
  ...invocations,
];
