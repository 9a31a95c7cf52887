/**
 * How long the proof of isolation takes: `npm run bench:proof [people...]`, 1,000 and 10,000 unless given. Its peer is the reading and
 * writing of the same policies as JSON, which meets the same machine; read the ratio. Run by hand, and by CI at a small size.
 */
import { proveIsolation } from "../policies/isolation/isolation.ts";
import { people, timed } from "./people.ts";

const ACCOUNT = { ownerUin: "100000000001", appId: "1250000000" };

for (const size of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000]) {
  const subjects = people(size, ACCOUNT);
  const [proof, proving] = timed(() => proveIsolation(subjects, ACCOUNT));
  const [, peer] = timed(() => JSON.stringify(JSON.parse(JSON.stringify(subjects))));
  console.log(
    `${size} people: proved in ${proving.toFixed(2)} s (${proof.pairs} pairs, ${proof.verdict}); their policies as JSON: ${peer.toFixed(3)} s; ratio ${(proving / peer).toFixed(1)}`,
  );
}
