/** The overview in a real browser: a thousand people, found, sorted and linked to, by keyboard and on a phone, and without a finding of axe. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { printLookups } from "../../lookups/file.ts";
import { parseRoster } from "../../roster/parse.ts";
import { lookupsFor } from "../support/constructs/stack.ts";
import { REPOSITORY, runHere } from "../support/end-to-end/app.ts";
import { describeWithChromium, startChromium } from "../support/end-to-end/chromium.ts";

const AXE = readFileSync(createRequire(join(REPOSITORY, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
const PEOPLE = 1000;
const PROFILES = ["guarded", "confined", "documented", "strict"];
const nameOf = (index: number) => `user${String(index).padStart(4, "0")}`;
const rosterOf = (people: number) => `account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { environment: { package: baas_personal }, server: false }
employees:
${Array.from({ length: people }, (_, index) => `  - { name: ${nameOf(index)}, team: team${index % 7}, policy: ${PROFILES[index % 4]}${index === 3 ? ", status: suspended" : ""} }`).join("\n")}
`;

/** A new folder with an overview of a roster. @returns path of the file */
async function overviewOf(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "overview-"));
  writeFileSync(join(folder, "cdktf.json"), '{"context":{"rosters":["employees.yaml"]}}');
  putRoster(folder, text);
  expect(await runHere(folder, ["overview"])).toMatchObject({ code: 0, stderr: "" });
  return join(folder, "overview.html");
}

function putRoster(folder: string, text: string): void {
  writeFileSync(join(folder, "employees.yaml"), text);
  const roster = { ...parseRoster(text, "employees.yaml"), templates: new Map() };
  writeFileSync(join(folder, "employees.lookups.json"), printLookups(lookupsFor(roster)));
}

describeWithChromium("the overview of a thousand people", () => {
  let browser: Browser;
  let file: string;

  beforeAll(async () => {
    file = await overviewOf(rosterOf(PEOPLE));
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  /** @param options of the browser; the policy of the page holds unless `bypassCSP` is on. */
  async function open(
    options: BrowserContextOptions = {},
    hash = "",
    path = file,
  ): Promise<{ page: Page; said: string[] }> {
    const page = await (await browser.newContext({ viewport: { width: 1300, height: 900 }, ...options })).newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => request.url().startsWith("file:") || said.push(`asked for ${request.url()}`));
    await page.goto(`${pathToFileURL(path)}${hash}`);
    return { page, said };
  }
  const shown = (page: Page) => page.locator("#rows tr:visible").count();

  test("has everybody, asks nobody on the network, and is found in, sorted and linked to by keyboard", async () => {
    const { page, said } = await open();
    await page.locator("#person-user0999").waitFor({ state: "attached" });
    expect(await page.locator("#rows tr").count()).toBe(PEOPLE);
    await page.locator("#search").fill("user0042");
    expect([await shown(page), await page.locator("#shown").textContent()]).toEqual([1, "1"]);
    await page.locator("#search").fill("");
    await page.locator("#status").selectOption("suspended");
    expect(await page.locator("#rows tr:visible a").allTextContents()).toEqual(["user0003"]);
    await page.locator("#status").selectOption("");
    await page.locator("#way").selectOption("P1");
    expect(await page.locator("#shown").textContent()).toBe("250");
    await page.locator("#way").selectOption("");
    const first = () => page.locator("#rows tr").first().locator("a").textContent();
    await page.locator("thead button", { hasText: "Person" }).first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await first()).toBe("user0999");
    const linked = await open({}, "#person-user0777");
    expect(await linked.page.locator("#person-user0777").isVisible()).toBe(true);
    expect([...said, ...linked.said]).toEqual([]);
  });

  test("says in Chinese what it says in English, and back", async () => {
    const { page } = await open({ locale: "zh-CN" });
    expect([await page.title(), await page.locator("html").getAttribute("lang")]).toEqual(["员工开发环境", "zh-CN"]);
    await page.locator("#person-user0999").waitFor({ state: "attached" });
    expect(await page.locator("#person-user0003").textContent()).toContain("已停用");
    expect(await page.locator("#person-user0999").textContent()).toContain("在用");
    await page.locator("button.language", { hasText: "English" }).click();
    expect(await page.locator("#person-user0003").textContent()).toContain("suspended");
  });

  test.each<[string, BrowserContextOptions]>([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 800 }, colorScheme: "light" }],
  ])("has no finding of axe: %s", async (name, options) => {
    // Axe looks at every row.
    const { page } = await open({ ...options, bypassCSP: true }, "", await overviewOf(rosterOf(12)));
    await page.locator("#chart").scrollIntoViewIfNeeded();
    await page.locator("#chart svg").waitFor();
    await page.evaluate(AXE);
    expect(
      await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`))",
      ),
    ).toEqual([]);
    // Kept by CI.
    const pictures = process.env["SCREENSHOTS"];
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.evaluate("scrollTo(0, 0)");
    await page.screenshot({ path: join(pictures, `overview-${name}.png`) });
  });

  test("is whole on paper and without scripts", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await page.locator("tr[id^=person-]").count()).toBe(PEOPLE);
    const printed = await open();
    await printed.page.emulateMedia({ media: "print" });
    expect(await printed.page.locator("#filters").isVisible()).toBe(false);
  });
});

test("nothing that people write is taken for markup, and only the page's own scripts may run", async () => {
  const file = await overviewOf(`account: { ownerUin: "100000000001", region: ap-shanghai }
defaults: { server: false, policy: documented }
employees:
  - { name: search, grants: [{ preset: QcloudCIFullAccess, waiver: '<img src=x onerror=alert(1)> for all' }] }
  - { name: bob, grants: [{ preset: QcloudCIFullAccess, waiver: '</script><script>alert(2)</script> "<b>&' }] }
`);
  const html = readFileSync(file, "utf8");
  expect(html).not.toMatch(/<img|<b>|<script>alert/);
  expect(html.match(/<script/g)).toHaveLength(5);
  expect(html).toMatch(/default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\S+ 'sha256-\S+"/);
});

test("says what changed since the file that is there, leaves it where nothing did, and takes no other file's place", async () => {
  const text = (body: string) =>
    `account: { ownerUin: "100000000001", region: ap-shanghai }\ndefaults: { server: false, policy: strict }\nemployees:\n${body}`;
  const folder = dirname(await overviewOf(text("  - { name: alice }\n  - { name: bob }\n")));
  const first = readFileSync(join(folder, "overview.html"), "utf8");
  expect((await runHere(folder, ["overview"])).stdout).toBe("overview.html: 2 people; nothing changed\n");
  putRoster(folder, text("  - { name: alice, status: suspended }\n  - { name: carol }\n"));
  await runHere(folder, ["overview"]);
  const second = readFileSync(join(folder, "overview.html"), "utf8");
  const section = /<h2 id="changes">.*?<\/section>/s.exec(second)?.[0].replace(/<[^>]+>/g, "");
  expect(section).toBe("What changed since the last overviewalice Status: active → suspended\nbob left\ncarol joined");
  expect(first).toContain("This is the first one.");
  writeFileSync(join(folder, "mine.html"), "mine");
  expect(await runHere(folder, ["overview", "--output", "mine.html"])).toMatchObject({
    code: 1,
    stderr: "mine.html: there is a file that is no overview; name another one: --output <file>\n",
  });
  expect(readFileSync(join(folder, "mine.html"), "utf8")).toBe("mine");
});
