/** Regions under both of the names that policies use: the long one of the API and the short one of the console. */

/**
 * Short name by long name. https://cloud.tencent.com/document/product/598/10606 shows both ways of writing and prints gz, sh, bj, ca, sg,
 * hk, cd and de; the other pairs are in use, and no single document lists them. Regions without a short name stand in `ONLY_LONG`.
 */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  "ap-bangkok": "th",
  "ap-beijing": "bj",
  "ap-beijing-fsi": "bjjr",
  "ap-chengdu": "cd",
  "ap-chongqing": "cq",
  "ap-guangzhou": "gz",
  "ap-guangzhou-open": "gzopen",
  "ap-hongkong": "hk",
  "ap-jakarta": "jkt",
  "ap-mumbai": "in",
  "ap-nanjing": "nj",
  "ap-seoul": "kr",
  "ap-shanghai": "sh",
  "ap-shanghai-fsi": "shjr",
  "ap-shenzhen-fsi": "szjr",
  "ap-singapore": "sg",
  "ap-taipei": "tpe",
  "ap-tianjin": "tsn",
  "ap-tokyo": "jp",
  "eu-frankfurt": "de",
  "eu-moscow": "ru",
  "na-ashburn": "use",
  "na-siliconvalley": "usw",
  "na-toronto": "ca",
  "sa-saopaulo": "sao",
};

const ONLY_LONG: readonly string[] = ["ap-shenzhen", "me-saudi-arabia"];

const LONG_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(SHORT_NAMES).map(([long, short]) => [short, long]),
);

/** The long name of a region (`sh` and `ap-shanghai` give `ap-shanghai`); a name that is not known stays as it is. */
export function longRegion(region: string): string {
  return LONG_NAMES.get(region) ?? region;
}

/** Whether a region is known under this long or short name. */
export function isRegion(region: string): boolean {
  return Object.hasOwn(SHORT_NAMES, region) || LONG_NAMES.has(region) || ONLY_LONG.includes(region);
}

/** Long names of all known regions, sorted. */
export function knownRegions(): readonly string[] {
  return [...Object.keys(SHORT_NAMES), ...ONLY_LONG].sort();
}
