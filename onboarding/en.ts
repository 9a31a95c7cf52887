/** The page in English. */
import type { Texts } from "./texts.ts";

export const EN: Texts = {
  title: (name) => `Your CloudBase workplace, ${name}`,
  signIn: "Sign in",
  page: "Page",
  userName: "User name",
  firstPassword: "First password: your administrator hands it to you.",
  setPassword: "At the first sign-in you set a password of your own.",
  bindDevice:
    "Then it asks you to bind a virtual MFA device: scan the code with an authenticator app on your phone, and type the two codes that it shows one after the other. From then on each sign-in asks for such a code.",
  environment: "Your environment",
  id: "Id",
  region: "Region",
  console: "Console",
  refusals: "Some pages of the console are refused: they show what belongs to others. That is meant.",
  server: "Your server and its assistant",
  serverName: (name) => `The server is ${name}. Your administrator knows its address and what its set-up said.`,
  chat: "Connect a model and a chat to OpenClaw: <https://docs.cloudbase.net/en/vm/lighthouse/openclaw>",
  deviceLogin:
    "Write to the assistant: `Login to CloudBase`. It answers with a link and a code; open the link in any browser, sign in with the user name above, and enter the code.",
  noDeviceLogin: "The login by a code is switched off for you: ask your administrator for an access key.",
  tryIt: "Ask: `Show my CloudBase environment`. The answer names the id above.",
  tools: "Your own AI tool",
  toolFile: (path) =>
    `Put this into ${path} of your project, or add the part \`cloudbase\` where there is such a file:`,
  toolDevice: "At the first use it asks you to sign in by a code, as above.",
  toolKeys: "It reads your access key from the variables that it names. Never write the key into the file.",
  help: "Help",
  administrator: "Ask your administrator.",
};
