/** Waits for something to be so, and fails the test when it never is. */
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Looks every 20 milliseconds.
 *
 * @param what for the message.
 * @throws Error after 45 seconds, so that a broken product ends the test and not the patience of whoever runs it.
 */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > 45_000) throw new Error(`waited in vain: ${what}`);
    await sleep(20);
  }
}
