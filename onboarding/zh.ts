/** The page in Chinese. */
import type { Texts } from "./texts.ts";

export const ZH: Texts = {
  title: (name) => `${name}，这是您的云开发工作环境`,
  signIn: "登录",
  page: "登录页面",
  userName: "用户名",
  firstPassword: "初始密码：由管理员交给您。",
  setPassword: "首次登录时，请设置自己的密码。",
  bindDevice:
    "随后系统会要求绑定虚拟 MFA 设备：用手机上的验证器应用扫描二维码，并依次输入它显示的两个验证码。此后每次登录都需要输入这样的验证码。",
  environment: "您的云开发环境",
  id: "环境 ID",
  region: "地域",
  console: "控制台",
  refusals: "控制台的部分页面会提示无权限：这些页面包含他人的资源，属于正常现象。",
  server: "您的服务器与 AI 助手",
  serverName: (name) => `服务器名称为 ${name}。其地址和初始化结果请向管理员查询。`,
  chat: "为 OpenClaw 接入模型和聊天工具：<https://docs.cloudbase.net/vm/lighthouse/openclaw>",
  deviceLogin:
    "对助手说：`登录云开发`。它会给出一个链接和一个验证码；用任意浏览器打开链接，以上面的用户名登录并输入验证码。",
  noDeviceLogin: "您的账号未开启验证码登录：请向管理员申请访问密钥。",
  tryIt: "再问它：`查看我的云开发环境`。回答中应为上面的环境 ID。",
  tools: "您自己的 AI 工具",
  toolFile: (path) => `将以下内容写入项目中的 ${path}；若文件已存在，只需加入其中的 \`cloudbase\` 部分：`,
  toolDevice: "首次使用时，它会请您按上述方式用验证码登录。",
  toolKeys: "它会从文件中列出的环境变量读取您的访问密钥。切勿把密钥写进文件。",
  help: "求助",
  administrator: "请联系您的管理员。",
};
