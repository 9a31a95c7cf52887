/** Whether the process that made a temporary file may still be writing it. */
import { errorCode } from "./mistake.ts";

/** Nothing here writes for so long; a process with that number is then another one. */
const LONGEST_WRITE = 60 * 60 * 1000;

/**
 * @param pid number of the process, as the file's name has it
 * @param touched when the file was last written, in milliseconds
 */
export function isRunning(pid: number, touched: number): boolean {
  const now = Date.now();
  // Containers give every run the same number: what is older than this process is not its own.
  if (pid === process.pid) return touched >= now - process.uptime() * 1000 - 1000;
  return exists(pid) && touched >= now - LONGEST_WRITE;
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return errorCode(error) === "EPERM";
  }
}
