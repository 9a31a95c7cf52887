/** The sentences of the page; values come in finished, as code. */
export interface Texts {
  readonly title: (name: string) => string;
  readonly signIn: string;
  readonly page: string;
  readonly userName: string;
  readonly firstPassword: string;
  readonly setPassword: string;
  readonly bindDevice: string;
  readonly environment: string;
  readonly id: string;
  readonly region: string;
  readonly console: string;
  readonly refusals: string;
  readonly server: string;
  readonly serverName: (name: string) => string;
  readonly chat: string;
  readonly deviceLogin: string;
  readonly noDeviceLogin: string;
  readonly tryIt: string;
  readonly tools: string;
  readonly toolFile: (path: string) => string;
  readonly toolDevice: string;
  readonly toolKeys: string;
  readonly help: string;
  readonly administrator: string;
}
