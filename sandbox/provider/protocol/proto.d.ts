/** A .proto file as the bundler inlines it: the JSON descriptor of protobufjs (see mirror.ts). */
declare module "*.proto" {
  import type { INamespace } from "protobufjs/light.js";

  const file: INamespace;
  export default file;
}
