/** Whether somebody may work at all on a day. Pure. */
import { type Problem, warning } from "../problems/problems.ts";
import type { Employee, Roster } from "../roster/roster.ts";

/** Whether the employee is suspended: by `status`, or because the last day is over. @param today `2026-12-31` */
export function isSuspended({ status, lastDay }: Pick<Employee, "status" | "lastDay">, today: string): boolean {
  return status === "suspended" || (lastDay !== undefined && lastDay < today);
}

/** One for each employee with a name of before: the sub-account is another one. */
export function renameWarnings({ file, employees }: Roster): Problem[] {
  return employees
    .filter(({ previously }) => previously.length > 0)
    .map(({ name, line, column, previously }) =>
      warning("renamed", {
        file,
        line,
        column,
        employee: name,
        message: `was ${previously.at(-1)}: environment and server stay, but CAM cannot rename, so the sub-account is made anew, with a new password and without the old one's access keys`,
        remedy: "once it is deployed, remove `previously`",
      }),
    );
}

/** One for each suspended employee: resources stay, and cost. */
export function suspensionWarnings({ file, employees }: Roster, today: string): Problem[] {
  return employees
    .filter((employee) => isSuspended(employee, today))
    .map(({ name, line, column, status, lastDay, server }) => {
      const why =
        status === "suspended" ? "suspended" : `suspended since the last day, ${lastDay}, is over (today is ${today})`;
      const stays = server === false ? "sub-account and environment stay" : "sub-account, environment and server stay";
      return warning("suspended", {
        file,
        line,
        column,
        employee: name,
        message: `${why}: ${stays}, and what is paid for goes on costing`,
        remedy: `to delete the sub-account${server === false ? "" : " and give back the server"}, remove the entry; the environment stays until: npx subaccounts environments --release`,
      });
    });
}
