import { expect, test } from "@jest/globals";
import { PROVIDER_VERSION } from "../../providers/tencentcloud/schema-cut.ts";
import { Project } from "../support/end-to-end/project.ts";
import { REAL_PROVIDER } from "../support/end-to-end/real-provider.ts";

if (REAL_PROVIDER === undefined) {
  test.skip(`the real provider ${PROVIDER_VERSION}: set TENCENTCLOUD_PROVIDER_BINARY to the path of its binary to run this`, () =>
    undefined);
} else {
  test(`the real provider ${PROVIDER_VERSION} deploys the example roster, finds nothing to do, and destroys it`, async () => {
    const project = await Project.start();
    try {
      await project.prepare();
      const deployed = await project.deploy();
      expect(deployed.output).toContain("Apply complete!");
      expect(deployed.code).toBe(0);
      expect(await project.plan()).toEqual({});
      expect((await project.terraform("destroy", "-auto-approve")).code).toBe(0);
      expect(project.cloud.cam.users).toEqual({});
      expect(project.cloud.lighthouse.instances).toEqual({});
    } finally {
      await project.sandbox.close();
    }
  });
}
