/** Every action of Lighthouse that the sandbox serves. */
import type { Action } from "../../action.ts";
import { catalogueActions } from "./catalogue.ts";
import { firewallActions } from "./firewall-actions.ts";
import { firewallTemplateActions } from "./firewall-templates.ts";
import { instanceActions } from "./instance-actions.ts";

export const lighthouseActions: readonly Action[] = [
  ...instanceActions,
  ...catalogueActions,
  ...firewallActions,
  ...firewallTemplateActions,
];
