/** Keeping functions, which SCF and CloudBase both let clients do: a package goes in, and nothing runs it. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Call } from "../../action.ts";
import type { Cloud } from "../../cloud.ts";
import { ApiError } from "../../errors.ts";
import { nextId } from "../../ids.ts";
import { own } from "../../records.ts";
import { regionOf } from "../service.ts";
import { beijingTime } from "../times.ts";
import type { CloudFunction } from "./state.ts";

/** Role that functions of CloudBase run with unless they name another: its rights span the whole account. */
export const DEFAULT_ROLE = "TCB_QcsRole";

/** Where the code is: members of the API that the sandbox reads, the others being accepted. */
export const CODE = z.looseObject({ ZipFile: z.string().optional() }).optional();

export interface NewFunction {
  readonly name: string;
  readonly namespace: string;
  readonly runtime?: string;
  readonly description?: string;
  readonly handler?: string;
  readonly role?: string;
  readonly code: z.infer<typeof CODE>;
}

/** @throws ApiError `ResourceNotFound.Namespace`, `InvalidParameterValue.FunctionName`, `ResourceInUse.FunctionName` */
export function addFunction(cloud: Cloud, call: Call, wanted: NewFunction): CloudFunction {
  checkNamespace(cloud, call, wanted.namespace);
  if (!/^[a-zA-Z](?:[\w-]{0,58}[a-zA-Z0-9])?$/.test(wanted.name)) {
    throw new ApiError(
      "InvalidParameterValue.FunctionName",
      "`FunctionName` takes letters, digits, - and _, at most 60.",
    );
  }
  const key = keyOf(call, wanted.namespace, wanted.name);
  if (own(cloud.scf.functions, key) !== undefined) {
    throw new ApiError("ResourceInUse.FunctionName", `${wanted.namespace} has a function ${wanted.name} already.`);
  }
  const added: CloudFunction = {
    id: `lam-${nextId(cloud, "lam", 8)}`,
    name: wanted.name,
    namespace: wanted.namespace,
    region: regionOf(call),
    runtime: wanted.runtime ?? "Nodejs18.15",
    description: wanted.description ?? "",
    handler: wanted.handler ?? "index.main",
    role: wanted.role ?? DEFAULT_ROLE,
    ...hashed(wanted.code),
    createdAt: call.now,
    updatedAt: call.now,
  };
  cloud.scf.functions[key] = added;
  return added;
}

/** Puts another package in the place of the function's code. */
export function replaceCode(found: CloudFunction, call: Call, code: z.infer<typeof CODE>, handler?: string): void {
  const { codeHash, codeSize } = hashed(code);
  found.codeHash = codeHash;
  found.codeSize = codeSize;
  found.handler = handler ?? found.handler;
  found.updatedAt = call.now;
}

/** @throws ApiError `ResourceNotFound.Function` */
export function functionOf(cloud: Cloud, call: Call, namespace: string, name: string): CloudFunction {
  const found = own(cloud.scf.functions, keyOf(call, namespace, name));
  if (found === undefined) {
    throw new ApiError("ResourceNotFound.Function", `There is no function ${name} in ${namespace}.`);
  }
  return found;
}

export function removeFunction(cloud: Cloud, call: Call, { namespace, name }: CloudFunction): void {
  delete cloud.scf.functions[keyOf(call, namespace, name)];
}

/** Functions of one namespace in the region of the call. */
export function functionsIn(cloud: Cloud, call: Call, namespace: string): readonly CloudFunction[] {
  const region = regionOf(call);
  return Object.values(cloud.scf.functions).filter((one) => one.namespace === namespace && one.region === region);
}

/** `Function` of ListFunctions, in SCF and in CloudBase. */
export function functionAnswer(one: CloudFunction): object {
  return {
    FunctionId: one.id,
    FunctionName: one.name,
    Namespace: one.namespace,
    Runtime: one.runtime,
    Description: one.description,
    Status: "Active",
    StatusDesc: "",
    Type: "Event",
    AddTime: beijingTime(one.createdAt),
    ModTime: beijingTime(one.updatedAt),
    Tags: [],
  };
}

/** Every account has `default`; the others are those of CloudBase environments that bought functions. */
function checkNamespace(cloud: Cloud, call: Call, namespace: string): void {
  const environment = own(cloud.tcb.environments, namespace);
  const isEnvironment = environment?.region === regionOf(call) && environment.resources.includes("function");
  if (namespace !== "default" && !isEnvironment) {
    throw new ApiError("ResourceNotFound.Namespace", `There is no namespace ${namespace} in ${regionOf(call)}.`);
  }
}

function keyOf(call: Call, namespace: string, name: string): string {
  return `${regionOf(call)} ${namespace}/${name}`;
}

function hashed(code: z.infer<typeof CODE>): Pick<CloudFunction, "codeHash" | "codeSize"> {
  const bytes = Buffer.from(code?.ZipFile ?? "", "base64");
  return { codeHash: createHash("sha256").update(bytes).digest("hex"), codeSize: bytes.length };
}
