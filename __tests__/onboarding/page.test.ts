import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { htmlPage } from "../../onboarding/html.ts";
import { type FirstMorning, firstMorningPage, LANGUAGES } from "../../onboarding/page.ts";

const alice: FirstMorning = {
  name: "alice",
  signInUrl: "https://cloud.tencent.com/login/subAccount/100000000001?type=subAccount&username=alice",
  environmentId: "alice-8grqda2hfc2f62bb",
  region: "ap-shanghai",
  serverName: "openclaw-alice",
  mustSetPassword: true,
  mustBindDevice: true,
  hasDeviceLogin: true,
  mcp: { path: ".cursor/mcp.json", text: "{}\n" },
};

describe("the page of a first morning", () => {
  test("says where to sign in, which environment and server there are, and whom to ask", () => {
    expect(firstMorningPage(alice, "en")).toMatchInlineSnapshot(`
      "# Your CloudBase workplace, alice

      ## Sign in

      - Page: <https://cloud.tencent.com/login/subAccount/100000000001?type=subAccount&username=alice>
      - User name: \`alice\`
      - First password: your administrator hands it to you.
      - At the first sign-in you set a password of your own.
      - Then it asks you to bind a virtual MFA device: scan the code with an authenticator app on your phone, and type the two codes that it shows one after the other. From then on each sign-in asks for such a code.

      ## Your environment

      - Id: \`alice-8grqda2hfc2f62bb\`
      - Region: \`ap-shanghai\`
      - Console: <https://tcb.cloud.tencent.com/dev?envId=alice-8grqda2hfc2f62bb>
      - Some pages of the console are refused: they show what belongs to others. That is meant.

      ## Your server and its assistant

      - The server is \`openclaw-alice\`. Your administrator knows its address and what its set-up said.
      - Connect a model and a chat to OpenClaw: <https://docs.cloudbase.net/en/vm/lighthouse/openclaw>
      - Write to the assistant: \`Login to CloudBase\`. It answers with a link and a code; open the link in any browser, sign in with the user name above, and enter the code.
      - Ask: \`Show my CloudBase environment\`. The answer names the id above.

      ## Your own AI tool

      Put this into \`.cursor/mcp.json\` of your project, or add the part \`cloudbase\` where there is such a file:

      \`\`\`
      {}
      \`\`\`

      At the first use it asks you to sign in by a code, as above.

      ## Help

      Ask your administrator.
      "
    `);
  });

  test("leaves out what somebody does not have", () => {
    const page = firstMorningPage(
      {
        ...alice,
        signInUrl: undefined,
        serverName: undefined,
        hasDeviceLogin: false,
      },
      "en",
    );
    expect(page).not.toMatch(/password|Sign in|server|Console|by a code/);
    expect(page).toContain("It reads your access key from the variables that it names.");
  });

  test.each(LANGUAGES)(
    "in %s has the same sections and the same values, and no sentence of the other language",
    (language) => {
      const page = firstMorningPage(alice, language);
      expect(page.match(/^## /gm)).toHaveLength(5);
      for (const value of [
        alice.signInUrl,
        "`alice`",
        "`alice-8grqda2hfc2f62bb`",
        "`openclaw-alice`",
        ".cursor/mcp.json",
      ]) {
        expect(page).toContain(value);
      }
      expect(/\p{Script=Han}/u.test(page)).toBe(language === "zh");
    },
  );

  test("shows what a contact says as it stands, as Markdown and as HTML", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (contact) => {
        const html = htmlPage(firstMorningPage({ ...alice, contact }, "en"), "en");
        const shown = /<h2>Help<\/h2>\n(?:<p>(.*)<\/p>\n)?<\/html>/s.exec(html)?.[1] ?? "";
        const read = shown.replace(
          /&(lt|gt|quot|#39|amp);/g,
          (_, name: string) => ({ lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" })[name] ?? "",
        );
        expect(shown).not.toMatch(/[<>]/);
        expect(read).toBe(contact.replace(/\s+/g, " ").trim());
      }),
    );
  });

  test("as HTML has no script and loads nothing", () => {
    const html = htmlPage(firstMorningPage(alice, "zh"), "zh");
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<img|<link|src=/);
  });
});
