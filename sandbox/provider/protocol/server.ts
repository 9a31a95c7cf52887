/** The gRPC server that Terraform talks to. */
import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
// The runtime alone, without the parser and without proto-loader: together they took a third of the plugin's start.
import protobuf from "protobufjs/light.js";
import control from "./control.proto";
import { handshakeLine } from "./handshake.ts";
import plugin from "./plugin.proto";
import type { ProviderService } from "./service.ts";

/** Bound of one message in bytes, as Terraform's own plugins have it. */
const MESSAGE_LIMIT = 64 * 1024 * 1024;

/**
 * Serves until Terraform asks for the end.
 *
 * @param announce is given the handshake line, the only thing that may ever go to standard output.
 * @param ended is called once when Terraform has sent Shutdown.
 * @throws Error when no port on loopback is to be had.
 */
export async function serve(
  service: ProviderService,
  announce: (line: string) => void,
  ended: () => void,
): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": MESSAGE_LIMIT });
  server.addService(serviceDefinition(plugin, "tfplugin5.Provider"), {
    GetSchema: unary(service.GetSchema),
    PrepareProviderConfig: unary(service.PrepareProviderConfig),
    ValidateResourceTypeConfig: unary(service.ValidateResourceTypeConfig),
    ValidateDataSourceConfig: unary(service.ValidateDataSourceConfig),
    UpgradeResourceState: unary(service.UpgradeResourceState),
    Configure: unary(service.Configure),
    ReadResource: unary(service.ReadResource),
    PlanResourceChange: unary(service.PlanResourceChange),
    ApplyResourceChange: unary(service.ApplyResourceChange),
    ImportResourceState: unary(service.ImportResourceState),
    ReadDataSource: unary(service.ReadDataSource),
    Stop: unary(service.Stop),
  });
  const shutdown = async () => {
    // After the answer has gone out; a connection that stays open must not keep the plugin alive.
    setImmediate(ended);
    return {};
  };
  server.addService(serviceDefinition(control, "plugin.GRPCController"), { Shutdown: unary(shutdown) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  announce(handshakeLine(port));
}

function unary<Request, Response>(answer: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  };
}

/** The methods of a service with the coding of their messages: every member there, enums by name, 64-bit numbers as numbers. */
function serviceDefinition(file: protobuf.INamespace, name: string): ServiceDefinition {
  const service = protobuf.Root.fromJSON(file).resolveAll().lookup(name);
  if (!(service instanceof protobuf.Service)) throw new Error(`the protocol file has no service ${name}`);
  const methods = service.methodsArray.map((method) => {
    const request = coding(method.resolvedRequestType);
    const response = coding(method.resolvedResponseType);
    return [
      method.name,
      {
        path: `/${name}/${method.name}`,
        requestStream: false,
        responseStream: false,
        requestSerialize: request.serialize,
        requestDeserialize: request.deserialize,
        responseSerialize: response.serialize,
        responseDeserialize: response.deserialize,
      },
    ] as const;
  });
  return Object.fromEntries(methods);
}

function coding(type: protobuf.Type | null) {
  if (type === null) throw new Error("a method of the protocol has no message type");
  return {
    serialize: (message: { [name: string]: unknown }) => Buffer.from(type.encode(type.fromObject(message)).finish()),
    deserialize: (bytes: Buffer) => type.toObject(type.decode(bytes), { longs: Number, enums: String, defaults: true }),
  };
}
