/** Regions that a roster may name: the long names of those that CAM's documents list (https://cloud.tencent.com/document/product/598/10606). */
import { closest, distance } from "fastest-levenshtein";

export const REGIONS: readonly string[] = [
  "ap-bangkok",
  "ap-beijing",
  "ap-beijing-fsi",
  "ap-chengdu",
  "ap-chongqing",
  "ap-guangzhou",
  "ap-guangzhou-open",
  "ap-hongkong",
  "ap-jakarta",
  "ap-mumbai",
  "ap-nanjing",
  "ap-seoul",
  "ap-shanghai",
  "ap-shanghai-fsi",
  "ap-shenzhen",
  "ap-shenzhen-fsi",
  "ap-singapore",
  "ap-taipei",
  "ap-tianjin",
  "ap-tokyo",
  "eu-frankfurt",
  "eu-moscow",
  "me-saudi-arabia",
  "na-ashburn",
  "na-siliconvalley",
  "na-toronto",
  "sa-saopaulo",
];

/** What to write in place of a region that there is not. */
export function nearestRegion(region: string): string {
  const near = closest(region, [...REGIONS]);
  return distance(region, near) <= 3 ? `write it like \`${near}\`` : "write it like `ap-shanghai`";
}
