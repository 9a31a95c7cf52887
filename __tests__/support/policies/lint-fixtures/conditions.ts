import { type Fixtures, when } from "../lint-fixture.ts";

export const CONDITIONS: Fixtures = {
  "operator-unknown": {
    refused: when({ string_matches: { "qcs:uin": ["1"] } }),
    accepted: when({ string_equal_if_exist: { "qcs:uin": ["1"] } }),
  },
  "condition-key-unknown": {
    refused: when({ ip_equal: { "qcs:IP": ["203.0.113.0/24"] } }),
    accepted: when({ string_equal: { "vpc:region": ["ap-shanghai"] } }),
  },
  "condition-value": {
    refused: when({ ip_equal: { "qcs:ip": ["10.*.*.10/24"] } }),
    accepted: when({ ip_equal: { "qcs:ip": ["10.0.0.0/24", "2001:db8::/32"] } }),
  },
  "tag-qualifier": {
    refused: when({ string_equal: { "qcs:resource_tag": ["team&data"] } }),
    accepted: when({ "for_any_value:string_equal": { "qcs:resource_tag": ["team&data"] } }),
  },
};
