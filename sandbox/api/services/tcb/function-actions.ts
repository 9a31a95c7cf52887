/**
 * CloudBase's own actions on functions. CAM is asked about `*` for those that write: whoever may put code into one
 * environment may put it into all, where SCF's actions of the same names are confined to a namespace.
 */
import { z } from "zod";
import type { Action } from "../../action.ts";
import { PAGE, paged } from "../lists.ts";
import { addFunction, CODE, functionAnswer, functionOf, functionsIn, replaceCode } from "../scf/functions.ts";
import { environmentOf, OPERATION_LEVEL, ofItsEnvironment, readyEnvironmentOf, tcbAction } from "./service.ts";

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

/** What manager-node lists functions with. */
const listFunctions = tcbAction("ListFunctions", {
  writes: false,
  body: z.strictObject({ ...PAGE, EnvId: z.string(), SearchKey: z.string().optional() }),
  resources: ofItsEnvironment,
  answer: (body, call, cloud) => {
    const { EnvId, SearchKey = "" } = body;
    const { id } = environmentOf(cloud, call, EnvId);
    const found = functionsIn(cloud, call, id).filter(({ name }) => name.includes(SearchKey));
    return { Functions: paged(found, body).map(functionAnswer), TotalCount: found.length };
  },
});

export const functionActions: readonly Action[] = [createFunction, updateFunctionCode, listFunctions];
