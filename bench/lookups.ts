/**
 * How many calls `subaccounts lookup` makes for a company, against one call an employee, as a script does that asks for each environment:
 * `npm run bench:lookups [people]`, 1,000 unless given.
 */
import { subscribe } from "node:diagnostics_channel";
import { subaccountsCommand } from "../files/program.ts";
import { startCompany } from "./in-sandbox.ts";

/** What a call takes from an office to the cloud and back, in seconds. */
const LATENCY = 0.05;

const people = Number(process.argv[2] ?? 1000);
let calls = 0;
subscribe("http.server.request.start", () => {
  calls += 1;
});
const company = await startCompany(people);
try {
  const start = performance.now();
  const [program, command] = subaccountsCommand();
  await company.run(program, [command, "lookup"], company.project);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${people} people: ${calls} calls, ${seconds.toFixed(2)} s here, ${(seconds + calls * LATENCY).toFixed(1)} s at ${LATENCY * 1000} ms a call; ` +
      `one call each: ${people} calls, ${(people * LATENCY).toFixed(0)} s; ratio ${(calls / people).toFixed(4)} of the calls`,
  );
} finally {
  await company.close();
}
