/** Files as people have them: read only where they belong, written whole or not at all. */
export { type Lock, takeLock } from "./lock.ts";
export { FileMistake, type FileRule } from "./mistake.ts";
export { type ReadFrom, readText, readTextIfThere } from "./read.ts";
export { clearLeftovers, type WriteOptions, writeWhole, writeWholeInside, writeWholeLater } from "./write.ts";
