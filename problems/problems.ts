/** Mistakes and doubts of every room in one shape, and the three ways to print them. */
export { problemsGithub } from "./github.ts";
export { problemsJson } from "./json.ts";
export { isMistake, Mistake } from "./mistake.ts";
export { isPrintable, printable, quoted } from "./printable.ts";
export { inOrder, type Place, type Problem, problem, type Severity, warning } from "./problem.ts";
export { problemsSarif, type RuleDescription } from "./sarif.ts";
export { printProblem, problemsText } from "./text.ts";
