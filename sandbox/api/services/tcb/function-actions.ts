/**
 * CloudBase's own actions on functions. CAM is asked about `*` for them: with them, whoever may put code into one
 * environment may put it into all (SCF's actions of the same names are confined to a namespace).
 */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { addFunction, CODE, functionOf, replaceCode } from "../scf/functions.ts";
import { OPERATION_LEVEL, readyEnvironmentOf, tcbAction } from "./service.ts";

const createFunction = tcbAction("CreateFunction", {
  writes: true,
  body: z.looseObject({
    EnvId: z.string(),
    FunctionName: z.string(),
    Runtime: z.string().optional(),
    Handler: z.string().optional(),
    Description: z.string().optional(),
    Role: z.string().optional(),
    Code: CODE,
  }),
  resources: OPERATION_LEVEL,
  answer: (body, call, cloud) => {
    addFunction(cloud, call, {
      name: body.FunctionName,
      namespace: readyEnvironmentOf(cloud, call, body.EnvId).id,
      runtime: body.Runtime,
      handler: body.Handler,
      description: body.Description,
      role: body.Role,
      code: body.Code,
    });
    return {};
  },
});

const updateFunctionCode = tcbAction("UpdateFunctionCode", {
  writes: true,
  body: z.looseObject({
    EnvId: z.string(),
    FunctionName: z.string(),
    Handler: z.string().optional(),
    Code: CODE,
  }),
  resources: OPERATION_LEVEL,
  answer: ({ EnvId, FunctionName, Handler, Code }, call, cloud) => {
    const environment = readyEnvironmentOf(cloud, call, EnvId);
    replaceCode(functionOf(cloud, call, environment.id, FunctionName), call, Code, Handler);
    return {};
  },
});

export const functionActions: readonly Action[] = [createFunction, updateFunctionCode];
