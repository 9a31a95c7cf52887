/** The page of all people: its data, and its HTML. */
export { type Overview, type OverviewQuota, type OverviewWaiver, overviewOf } from "./data.ts";
export { digestOf, isOverview, overviewHtml, type PageParts, rememberedIn } from "./html.ts";
