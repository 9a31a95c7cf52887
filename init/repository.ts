/** The files of a company's own repository: data alone, with this program as its one dependency. */

/** Texts that a repository is made of, by their paths in the folder of the program. */
export type Sources = ReadonlyMap<string, string>;

export interface RepositoryFile {
  readonly text: string;
  /** Whether it can be run. */
  readonly isScript: boolean;
  /** Whether an upgrade writes it again. */
  readonly isOurs: boolean;
}

type Entry = readonly [string, RepositoryFile];

export interface Program {
  readonly version: string;
  /** What `package.json` names: a version, or the path or address of a tarball. */
  readonly spec: string;
  /** The newest change of these packages that npm does not take from a dependency. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Written again by an upgrade. */
const OURS: readonly string[] = [
  ".github/workflows/roster-deploy.yml",
  ".github/workflows/roster-nightly.yml",
  ".github/workflows/roster-review.yml",
  ".github/roster/comment.sh",
  ".github/roster/data.mjs",
  ".github/roster/issue.sh",
  "cam-policy.schema.json",
  "employees.schema.json",
];

/** The company's from the first day on, by the source that they begin with. */
const THEIRS: ReadonlyMap<string, string> = new Map([
  ["employees.yaml", "employees.yaml"],
  ["employees.lookups.json", "employees.lookups.json"],
  ["README.md", "init/README.md"],
  ["README.zh.md", "init/README.zh.md"],
  [".editorconfig", "init/editorconfig"],
  [".vscode/settings.json", ".vscode/settings.json"],
]);

/** Paths in the folder of the program of all that {@link newRepository} takes. */
export const SOURCES: readonly string[] = [...OURS, ...THEIRS.values()];

/** By path, sorted. */
export function newRepository(sources: Sources, program: Program): ReadonlyMap<string, RepositoryFile> {
  const own = OURS.map((path): Entry => {
    const text = marked(path, sourceOf(sources, path), program.version);
    return [path, { text, isScript: path.endsWith(".sh"), isOurs: true }];
  });
  const theirs = [
    ...Array.from(THEIRS, ([path, source]) => [path, sourceOf(sources, source)] as const),
    ["package.json", json(manifest(program))] as const,
    ["cdktf.json", json(PROJECT)] as const,
    [".gitignore", IGNORED] as const,
  ].map(([path, text]): Entry => [path, { text, isScript: false, isOurs: false }]);
  return new Map([...own, ...theirs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a file says that an upgrade may write it again. A schema has no other use. */
export function isWrittenAgain(path: string, text: string): boolean {
  return path.endsWith(".json") || text.split("\n", 2).some((line) => line.includes(MARKER));
}

const MARKER = "`npx subaccounts init . --upgrade` writes it again";

/** Behind the line that names the interpreter. JSON has no comments. */
function marked(path: string, text: string, version: string): string {
  if (path.endsWith(".json")) return text;
  const line = `Of cloudbase-subaccounts ${version}; ${MARKER} until this line is removed.`;
  if (path.endsWith(".mjs")) return `// ${line}\n${text}`;
  const [first = "", ...rest] = text.split("\n");
  return first.startsWith("#!") ? [first, `# ${line}`, ...rest].join("\n") : `# ${line}\n${text}`;
}

/** The app by the package's own path: cdktf runs it in this folder, also where npm has put nothing on the PATH. */
const PROJECT = {
  language: "typescript",
  app: "node node_modules/cloudbase-subaccounts/dist/main.js",
  sendCrashReports: "false",
  terraformProviders: [],
  terraformModules: [],
  context: { rosters: ["employees.yaml"] },
};

function manifest({ spec, overrides }: Program) {
  return {
    name: "workplaces",
    description: "Who has a workplace on Tencent Cloud",
    private: true,
    scripts: {
      demo: "subaccounts demo",
      test: "subaccounts check && subaccounts isolation",
      synth: "cdktf synth",
      diff: "subaccounts diff",
      deploy: "cdktf deploy '*'",
    },
    dependencies: { "cloudbase-subaccounts": spec },
    // A native addon of cdktf-cli, which would be compiled at install; this one comes built.
    overrides,
  };
}

const IGNORED = `node_modules/
cdktf.out/
.sandbox/
*.tfstate
*.tfstate.*
.terraform/
*.log
`;

function sourceOf(sources: Sources, path: string): string {
  const text = sources.get(path);
  if (text === undefined) throw new Error(`the program lacks its file ${path}`);
  return text;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
