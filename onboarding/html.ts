/** The page as one HTML file, for printing: no script, nothing from the network. */
import { marked } from "marked";
import type { Language } from "./page.ts";

/** Also on paper; the sign-in page is printed as it is written. */
const STYLE = `
  body { font: 11pt/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  h2 { font-size: 1.15em; margin: 1.5em 0 0.3em; }
  pre { background: #f3f3f3; color: #111; padding: 0.8rem; overflow-wrap: anywhere; white-space: pre-wrap; break-inside: avoid; }
  a { overflow-wrap: anywhere; }
`;

/** @param markdown as `firstMorningPage` makes it, without HTML of its own */
export function htmlPage(markdown: string, language: Language): string {
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? "";
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
${marked.parse(markdown, { async: false }).trimEnd()}
</html>
`;
}
