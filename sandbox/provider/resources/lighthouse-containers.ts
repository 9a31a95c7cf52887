/** Container blocks of a server in the API's form. */
import { blocksOf, type Members, numberOf, stringOf } from "../protocol/value.ts";

/** Undefined where there are no containers: the real provider's SDK leaves empty lists out. */
export function containerConfigurations(planned: Members) {
  return unlessEmpty(
    blocksOf(planned, "containers").map((container) => ({
      ContainerImage: stringOf(container, "container_image") ?? "",
      ContainerName: stringOf(container, "container_name") ?? "",
      Envs: unlessEmpty(
        blocksOf(container, "envs").map((env) => ({
          Key: stringOf(env, "key") ?? "",
          Value: stringOf(env, "value") ?? "",
        })),
      ),
      PublishPorts: unlessEmpty(
        blocksOf(container, "publish_ports").map((port) => ({
          HostPort: numberOf(port, "host_port") ?? 0,
          ContainerPort: numberOf(port, "container_port") ?? 0,
          Ip: stringOf(port, "ip") ?? "",
          Protocol: stringOf(port, "protocol") ?? "",
        })),
      ),
      Volumes: unlessEmpty(
        blocksOf(container, "volumes").map((volume) => ({
          ContainerPath: stringOf(volume, "container_path") ?? "",
          HostPath: stringOf(volume, "host_path") ?? "",
        })),
      ),
      Command: stringOf(container, "command") ?? "",
    })),
  );
}

function unlessEmpty<Element>(list: Element[]): Element[] | undefined {
  return list.length > 0 ? list : undefined;
}
