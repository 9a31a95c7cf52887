#!/bin/bash
# Connects the OpenClaw assistant on a Lighthouse server to one CloudBase environment: MCP server, skills, gateway.
# Runs as root through TAT, may run again at any time, holds no secret: the employee signs in from the chat (docs/server.md).
set -euo pipefail
cd / # TAT may start this where the assistant's user cannot enter, and then nothing of that user can start
export LC_ALL=C PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}:/usr/sbin:/sbin" # runuser is in /usr/sbin

# TAT writes the values of its custom parameters into this text before it runs
# (https://cloud.tencent.com/document/api/1340/53938). In a quoted here-document they stay text: no quote and no $( ) can start a command.
IFS= read -r -d '' environment_id <<'END_OF_TAT_PARAMETER' || true
{{environmentId}}
END_OF_TAT_PARAMETER
IFS= read -r -d '' region <<'END_OF_TAT_PARAMETER' || true
{{region}}
END_OF_TAT_PARAMETER
environment_id=${environment_id%$'\n'} region=${region%$'\n'}

# Everything that is pinned. npx ...@latest is what the documents show; it times out at the first call on a slow line.
readonly MCP_VERSION=2.34.6 SKILLS_CLI_VERSION=1.5.18
readonly SKILLS_REF=main # a branch or a tag: the skills CLI clones with `git clone --branch`, which takes no commit
# The second is the mirror that the repository itself keeps up to date, for servers that cannot reach GitHub.
readonly SKILLS_SOURCES=(tencentcloudbase/cloudbase-skills https://cnb.cool/tencent/cloud/cloudbase/cloudbase-skills.git)
# OpenClaw comes with the image and is left alone. The oldest and the newest with which this was tried.
readonly OLDEST_OPENCLAW=2026.3.23 NEWEST_OPENCLAW=2026.9.6

# Seconds. On a small server under load one command of OpenClaw took 16 s. What waits: the image's first start, the folder ~/.openclaw, a
# login shell, one call of OpenClaw, npm, the skills CLI, a restart, the gateway, the MCP server.
readonly T_IMAGE=60 T_FOLDER=30 T_LOGIN=15 T_CALL=45 T_NPM=110 T_SKILLS=45 T_RESTART=60 T_HEALTH=90 T_PROBE=60
# Two calls that look for Node, five that read and write, two tries of npm and of each source of skills.
readonly DEADLINE=$((T_IMAGE + T_FOLDER + T_LOGIN + 7 * T_CALL + 2 * T_NPM + 2 * T_SKILLS + T_RESTART + T_HEALTH + T_PROBE))

step=start reported='' user='' home='' uid='' path=/usr/local/bin:/usr/bin:/bin changed='' skills_failed=''

# Where only root may write, but for tests.
readonly LOCK=${CLOUDBASE_OPENCLAW_LOCK:-/run/cloudbase-openclaw.lock} TEMPORARY=${TMPDIR:-/tmp}/cloudbase-openclaw
scratch='' output=/dev/null
exec 3>&2
log() { echo "openclaw: $*"; }
begin() { step=$1; log "$step"; }
die() { reported=1; echo "FAILED at '$step': $*" >&3; exit 1; }
finish() {
  local code=$?
  [[ -z $scratch ]] || rm -rf "$scratch"
  if [[ $code != 0 && -z $reported ]]; then echo "FAILED at '$step': a command ended with code $code" >&3; fi
}
trap finish EXIT

# What a command leaves running, such as a gateway, must not hold the lock: hence 9>&-.
# bounded SECONDS COMMAND...: as the owner of ~/.openclaw, in a clean environment, never past the deadline. Clean, since SUDO_USER
# of an older session sends `openclaw gateway` to another user's service (https://github.com/openclaw/openclaw/issues/81410);
# without XDG_RUNTIME_DIR it finds no service at all (https://github.com/openclaw/openclaw/issues/11805).
bounded() {
  local limit=$1 left=$((DEADLINE - SECONDS)) code=0
  shift
  if ((left < 1)); then left=1; fi
  if ((limit > left)); then limit=$left; fi
  rm -f "$scratch/late"
  timeout -k 5 "$limit" runuser -u "$user" -- env -i "HOME=$home" "USER=$user" "LOGNAME=$user" \
    "PATH=$path" "XDG_RUNTIME_DIR=/run/user/$uid" "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$uid/bus" LC_ALL=C \
    NO_COLOR=1 CI=1 DISABLE_TELEMETRY=1 GIT_TERMINAL_PROMPT=0 SKILLS_CLONE_TIMEOUT_MS=40000 "$@" 3>&- 9>&- || code=$?
  if ((code == 124 || code == 137)); then echo "no answer within $limit s" >"$scratch/late"; fi
  return "$code"
}
# quiet SECONDS COMMAND...: the same, with nothing to read; what the command says is kept for `words`.
quiet() { bounded "$@" >"$output" 2>&1 </dev/null; }
# The end of what the last quiet command said, without colours.
words() {
  if [[ -s $scratch/late ]]; then sed 's/^/  | /' "$scratch/late"; return; fi
  sed $'s/\e\\[[0-9;?]*[A-Za-z]//g' "$output" | grep '[[:alnum:]]' | tail -n 4 | cut -c 1-300 | sed 's/^/  | /' || true
}
# Why the last bounded command failed, to put behind a sentence.
why() { if [[ -s $scratch/late ]]; then printf ': %s' "$(<"$scratch/late")"; fi; }

step='check the parameters'
[[ $environment_id =~ ^[a-z0-9](-?[a-z0-9])+$ && ${#environment_id} -le 64 ]] ||
  die "environmentId is not the id of a CloudBase environment, such as bob-8grqda2hfc2f62bb: set both TAT parameters"
[[ $region =~ ^[a-z]{2}(-[a-z0-9]+)+$ && ${#region} -le 32 ]] ||
  die "region is not a region in its long form, such as ap-shanghai: set both TAT parameters"

step='wait for another run'
# Two runs at once would undo each other. With the lock in hand, what a run that was killed left behind is nobody's.
exec 9>"$LOCK"
flock -w 20 9 || die 'another run of this command is at work on this server: wait for its end'
rm -rf "$TEMPORARY".*
scratch=$(mktemp -d "$TEMPORARY.XXXXXXXX") output=$scratch/output
chmod 700 "$scratch"
: >"$output"
# The shell tells of every command that a time limit killed; these lines would say nothing to a reader.
exec 2>"$scratch/shell"

begin 'wait for the first start of the image'
if command -v cloud-init >/dev/null; then
  timeout "$T_IMAGE" cloud-init status --wait >/dev/null 2>&1 || log 'cloud-init reports a problem or is slow'
fi
owners() { # one line a user: name, home
  local name directory
  while IFS=: read -r name _ _ _ _ directory _; do
    if [[ -d $directory/.openclaw ]]; then printf '%s\t%s\n' "$name" "$directory"; fi
  done < <(getent passwd)
}
for ((attempt = 0; attempt * 5 < T_FOLDER; attempt++)); do
  mapfile -t found < <(owners)
  if ((${#found[@]} > 0)); then break; fi
  sleep 5
done
((${#found[@]} > 0)) || die 'no user has a folder ~/.openclaw: make the server from the OpenClaw image'

# The service of a user's gateway: its own unit, or one of the system that runs as this user.
unit_of() { # name, home
  local file
  for file in "$2/.config/systemd/user/openclaw-gateway.service" /etc/systemd/system/openclaw*.service; do
    [[ -f $file ]] || continue
    if [[ $file == "$2"/* ]] || grep -qx "User=$1" "$file"; then echo "$file"; return; fi
  done
}
# Ports that the gateway of a user may listen on: that of the configuration, that of the unit, OpenClaw's own.
ports_of() { # name, home
  local unit
  unit=$(unit_of "$@")
  sed -n 's/.*"port"[[:space:]]*:[[:space:]]*\([0-9]\{2,5\}\).*/\1/p' "$2/.openclaw/openclaw.json" 2>/dev/null || true
  [[ -z $unit ]] || sed -n 's/^\(ExecStart\|Environment\)=.*\(--port[ =]\|_PORT=\)\([0-9]\{2,5\}\).*/\3/p' "$unit"
  echo 18789
}
# The process of a user that listens on one of the user's ports: its title differs between versions.
gateway_of() { # name, home
  local port owner line
  owner=$(id -u "$1")
  while read -r port; do
    line=$(ss -Hltnpe "sport = :$port" | head -n 1) || line=''
    # Without `uid:` it is root's.
    [[ $line =~ uid:([0-9]+) ]] || BASH_REMATCH=('' 0)
    if [[ -n $line && ${BASH_REMATCH[1]} == "$owner" && $line =~ pid=([0-9]+) ]]; then echo "${BASH_REMATCH[1]}"; return; fi
  done < <(ports_of "$@" | sort -un)
}
if ((${#found[@]} > 1)); then
  # A leftover folder is common (a run of `openclaw` as root is enough): the gateway tells whose assistant it is.
  running=() installed=()
  for owner in "${found[@]}"; do
    if [[ -n $(gateway_of "${owner%%$'\t'*}" "${owner#*$'\t'}") ]]; then running+=("$owner"); fi
    if [[ -n $(unit_of "${owner%%$'\t'*}" "${owner#*$'\t'}") ]]; then installed+=("$owner"); fi
  done
  if ((${#running[@]} == 1)); then found=("${running[@]}"); elif ((${#installed[@]} == 1)); then found=("${installed[@]}"); fi
fi
((${#found[@]} == 1)) || die "several users have ~/.openclaw and none or more than one runs its gateway: ${found[*]%%$'\t'*}"
user=${found[0]%%$'\t'*} home=${found[0]#*$'\t'}
uid=$(id -u "$user")
unit=$(unit_of "$user" "$home")

begin "look for Node and OpenClaw of user $user"
# shellcheck disable=SC2016 # the user's shell expands it
login_path=$(bounded "$T_LOGIN" bash -lc 'printf "\n%s" "$PATH"' </dev/null | tail -n 1) || login_path=$path
common=$home/.local/bin:$login_path:$home/.npm-global/bin:/usr/local/bin:/usr/bin:/bin
for directory in "$home"/.nvm/versions/node/*/bin; do common+=:$directory; done
# The Node of the gateway that runs, that of its unit, then what a shell would find: several may be there, and only one may be new enough.
nodes=()
pid=$(gateway_of "$user" "$home")
if [[ -n $pid ]]; then nodes+=("$(readlink "/proc/$pid/exe" || true)"); fi
if [[ -n $unit ]]; then nodes+=("$(sed -n 's/^ExecStart="\?\([^ "]*\).*/\1/p' "$unit" | head -n 1)"); fi
IFS=: read -ra directories <<<"$common"
for directory in "${directories[@]}"; do nodes+=("$directory/node"); done
openclaw_version='' tried=0
for node in "${nodes[@]}"; do
  [[ $node == */node && -x $node && $openclaw_version == '' ]] || continue
  if ((++tried > 2)); then break; fi
  path=${node%/*}:$common
  if quiet "$T_CALL" openclaw --version; then openclaw_version=$(tail -n 1 "$output"); fi
done
if [[ -z $openclaw_version ]]; then
  words
  die "no Node of user $user runs 'openclaw --version'$(why): make the server from the OpenClaw image"
fi
node_version=$(bounded "$T_LOGIN" node --version </dev/null)
[[ $node_version =~ ^v([0-9]+)\.([0-9]+)\. ]] || die "cannot read the version of Node: $node_version"
((BASH_REMATCH[1] > 18 || (BASH_REMATCH[1] == 18 && BASH_REMATCH[2] >= 15))) ||
  die "Node $node_version is too old: CloudBase MCP needs 18.15 or newer (https://docs.cloudbase.net/ai/cloudbase-ai-toolkit/getting-started)"
quiet "$T_LOGIN" bash -c 'command -v npm' || die "user $user has no npm command"
[[ $openclaw_version =~ [0-9]{4}\.[0-9]+\.[0-9]+ ]] || die "cannot read the version of OpenClaw: $openclaw_version"
release=${BASH_REMATCH[0]}
is_older() { [[ $1 != "$2" && $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }
if is_older "$release" "$OLDEST_OPENCLAW"; then log "OpenClaw $release is older than $OLDEST_OPENCLAW, the oldest that this was tried with"; fi
if is_older "$NEWEST_OPENCLAW" "$release"; then log "OpenClaw $release is newer than $NEWEST_OPENCLAW, the newest that this was tried with"; fi

modules=$home/.local/lib/node_modules state=$home/.local/share/cloudbase-openclaw
quiet "$T_LOGIN" mkdir -p "$state" "$modules" || { words; die "cannot make $state"; }
resumed=''
if [[ -e $state/unfinished ]]; then resumed=' an earlier run that stopped half-way'; log "goes on with$resumed"; fi
# Survives a run that ends between a change and what has to follow it.
mark_changed() { changed=1; bounded "$T_LOGIN" touch "$state/unfinished" </dev/null; }
has_version() {
  [[ -r $modules/$1/package.json ]] || return 1
  [[ $(bounded "$T_LOGIN" node -p 'require(process.argv[1]).version' "$modules/$1/package.json" </dev/null) == "$2" ]]
}

upgraded=''
if has_version @cloudbase/cloudbase-mcp "$MCP_VERSION" && has_version skills "$SKILLS_CLI_VERSION"; then
  log "cloudbase-mcp $MCP_VERSION and skills $SKILLS_CLI_VERSION are installed already"
else
  begin "install cloudbase-mcp $MCP_VERSION and skills $SKILLS_CLI_VERSION"
  mark_changed
  for delay in 10 last; do
    # A prefix of the user's own: the one of the system may belong to root, the one of nvm goes with its Node.
    if quiet "$T_NPM" npm install --global --prefix "$home/.local" --no-audit --no-fund --no-progress \
      "@cloudbase/cloudbase-mcp@$MCP_VERSION" "skills@$SKILLS_CLI_VERSION"; then break; fi
    words
    [[ $delay != last ]] || die "npm could not install the packages in 2 attempts$(why): check the network and the npm registry of this user"
    sleep "$delay"
  done
  has_version @cloudbase/cloudbase-mcp "$MCP_VERSION" || die "npm ended well, but $modules has no cloudbase-mcp $MCP_VERSION"
  upgraded=1
fi
# mcporter keeps the MCP server of the version before running until it is told to stop.
if [[ -n $upgraded ]] && quiet "$T_LOGIN" bash -c 'command -v mcporter'; then
  quiet "$T_LOGIN" mcporter daemon stop || { words; log "mcporter's daemon could not be stopped: it may go on with the version before"; }
fi

begin 'install the CloudBase skills'
# With the version of the MCP server, whose tools they speak of: a new one brings new skills, from a branch too.
skills_stamp="skills@$SKILLS_CLI_VERSION cloudbase-skills#$SKILLS_REF cloudbase-mcp@$MCP_VERSION"
if [[ -s $home/.openclaw/skills/cloudbase/SKILL.md && $(cat "$state/skills" 2>/dev/null) == "$skills_stamp" ]]; then
  log 'the skills are installed already'
else
  skills_failed=1
  for source in "${SKILLS_SOURCES[@]}"; do
    if quiet "$T_SKILLS" "$home/.local/bin/skills" add "$source#$SKILLS_REF" -g -a openclaw -y --copy &&
      [[ -s $home/.openclaw/skills/cloudbase/SKILL.md ]]; then
      skills_failed=''
      mark_changed
      # shellcheck disable=SC2016 # the user's shell expands it
      quiet "$T_LOGIN" bash -c 'printf "%s\n" "$1" >"$2"' bash "$skills_stamp" "$state/skills"
      break
    fi
    words
    log "no skills from $source$(why)"
  done
fi

begin 'register the MCP server'
# OpenClaw reads mcp.servers of openclaw.json and mcporter its own file; neither knows of the other
# (https://docs.openclaw.ai/cli/mcp/registry). Only these keys are ours: all else in an entry and in a file keeps its bytes, comments
# included. node by its full path, since the gateway's service runs with a minimal PATH.
# shellcheck disable=SC2016 # JavaScript
readonly EDIT='
const fs = require("node:fs"), path = require("node:path"), { isDeepStrictEqual } = require("node:util");
const [task, target, script, environmentId, region] = process.argv.slice(1);
const env = { INTEGRATION_IDE: "OpenClaw", CLOUDBASE_ENV_ID: environmentId, TCB_REGION: region };
env.CLOUDBASE_MCP_TELEMETRY_DISABLED = "true";
const ours = { command: process.execPath, args: [script], description: "CloudBase MCP", lifecycle: "keep-alive", env };
const isSet = (was) => isDeepStrictEqual({ ...was, ...ours, env: { ...was?.env, ...env } }, was);
const stop = (message) => { console.error(message); process.exit(3); };
if (task === "mcporter") mcporter(); else registry();

function registry() {
  const was = JSON.parse(fs.readFileSync(0, "utf8")).cloudbase;
  if (isSet(was)) return;
  const merged = { ...was, ...ours, env: { ...was?.env, ...env } };
  console.log(JSON.stringify(task === "patch" ? { mcp: { servers: { cloudbase: ours } } } : merged));
}

function mcporter() {
  const file = fs.existsSync(target) ? fs.realpathSync(target) : target;
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  let text = stat ? fs.readFileSync(file, "utf8") : "{}\n";
  const before = text;
  const entry = ["mcpServers", "cloudbase"];
  for (const [key, value] of Object.entries(ours)) {
    if (key !== "env") text = put(text, [...entry, key], value);
  }
  for (const [key, value] of Object.entries(env)) text = put(text, [...entry, "env", key], value);
  if (text === before) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = path.join(path.dirname(file), ".mcporter.json.cloudbase-openclaw");
  fs.rmSync(temporary, { force: true });
  fs.writeFileSync(temporary, text, { mode: stat ? stat.mode & 0o777 : 0o600, flag: "wx" });
  if (stat) fs.chmodSync(temporary, stat.mode & 0o777);
  fs.renameSync(temporary, file);
  console.log("changed");
}

// The text with the value at a path of keys, in JSON that may have comments; the rest keeps its bytes.
function put(text, keys, value) {
  let at = skip(text, text.startsWith("\ufeff") ? 1 : 0), depth = 0;
  for (; ; depth++) {
    if (text[at] !== "{") stop(depth === 0 ? "no object" : `${keys.slice(0, depth).join(".")} is no object`);
    const { members, end, first, last } = object(text, at);
    const member = members.get(keys[depth]);
    if (member === undefined) {
      const indent = first === undefined ? undefined : /\n[ \t]*$/.exec(text.slice(at + 1, first))?.[0];
      const outer = /(?:^|\n)([ \t]*)[^\n]*$/.exec(text.slice(0, at))?.[1] ?? "";
      const line = indent ?? (first === undefined ? `\n${outer}  ` : " ");
      const inner = keys.slice(depth + 1).reduceRight((all, key) => ({ [key]: all }), value);
      const printed = JSON.stringify(inner, null, 2).replaceAll("\n", line.startsWith("\n") ? line : "\n");
      const added = `${line}${JSON.stringify(keys[depth])}: ${printed}`;
      if (last === undefined) return `${text.slice(0, at + 1)}${added}\n${outer}${text.slice(end)}`;
      return `${text.slice(0, last)},${added}${text.slice(last)}`;
    }
    if (depth === keys.length - 1) {
      const now = text.slice(member.start, member.end);
      let old;
      try { old = JSON.parse(now); } catch { old = undefined; }
      return isDeepStrictEqual(old, value) ? text : text.slice(0, member.start) + JSON.stringify(value) + text.slice(member.end);
    }
    at = member.start;
  }
}

function object(text, open) {
  const members = new Map();
  let at = skip(text, open + 1), first, last;
  while (text[at] !== "}") {
    first ??= at;
    const keyEnd = string(text, at), key = JSON.parse(text.slice(at, keyEnd));
    if (members.has(key)) stop(`the key ${key} stands there twice`);
    at = skip(text, keyEnd);
    if (text[at] !== ":") stop("no colon behind a key");
    const start = skip(text, at + 1), end = skipValue(text, start);
    members.set(key, { start, end });
    last = end;
    at = skip(text, end);
    if (text[at] === ",") at = skip(text, at + 1);
    else if (text[at] !== "}") stop("no comma behind a value");
  }
  return { members, end: at, first, last };
}

function skipValue(text, at) {
  if (text[at] === "\"") return string(text, at);
  if (text[at] === "{") return object(text, at).end + 1;
  if (text[at] === "[") {
    at = skip(text, at + 1);
    while (text[at] !== "]") {
      at = skip(text, skipValue(text, at));
      if (text[at] === ",") at = skip(text, at + 1);
      else if (text[at] !== "]") stop("no comma in a list");
    }
    return at + 1;
  }
  const word = /^(?:true|false|null|-?\d[\d.eE+-]*)/.exec(text.slice(at, at + 40))?.[0];
  return word === undefined ? stop("a value is missing, or is none of JSON") : at + word.length;
}

function string(text, at) {
  const found = /^"(?:[^"\\\n]|\\.)*"/.exec(text.slice(at))?.[0];
  return found === undefined ? stop("a text in double quotes is missing") : at + found.length;
}

function skip(text, at) {
  for (; at < text.length; ) {
    const found = /^(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)/.exec(text.slice(at))?.[0];
    if (found === undefined) return at;
    at += found.length;
  }
  return stop("it ends too early");
}'
edit() { bounded "$T_LOGIN" node -e "$EDIT" -- "$1" "$2" "$modules/@cloudbase/cloudbase-mcp/dist/cli.cjs" "$environment_id" "$region" 2>"$output"; }

# All servers are read, without a name: that is {} with code 0 where there is none, so that no other answer is taken for "no entry", and
# nothing of the employee's is replaced by less. What it prints may hold keys and is not shown.
registered=$(bounded "$T_CALL" openclaw mcp show --json 2>"$output" </dev/null) || {
  code=$?
  words
  late=$(why)
  if [[ -z $late ]]; then quiet "$T_CALL" openclaw config validate || words; fi
  die "'openclaw mcp show' ended with code $code$late, so nothing was registered: run 'openclaw doctor' as user $user"
}
quiet "$T_CALL" openclaw config --help || true
if grep -q '^ *patch ' "$output"; then how='patch'; else how='set'; fi
entry=$(edit "$how" '' <<<"$registered") || die "cannot read what 'openclaw mcp show --json' prints"
if [[ -n $entry ]]; then
  mark_changed
  # Its output is not shown: an entry may hold a key that the employee added.
  if [[ $how == patch ]]; then
    bounded "$T_CALL" openclaw config patch --stdin >/dev/null 2>&1 <<<"$entry" || die "'openclaw config patch' failed$(why): run 'openclaw doctor' as user $user"
  else
    quiet "$T_CALL" openclaw mcp set cloudbase "$entry" || die "'openclaw mcp set cloudbase' failed$(why): run 'openclaw doctor' as user $user"
  fi
fi
workspace=$(bounded "$T_CALL" openclaw config get agents.defaults.workspace </dev/null | tail -n 1) || workspace=''
[[ ! -s $scratch/late ]] || die "'openclaw config get'$(why)"
if [[ $workspace != /* ]]; then workspace=$home/.openclaw/workspace; fi # unset: OpenClaw's default
mcporter=$workspace/config/mcporter.json
written=$(edit mcporter "$mcporter" </dev/null) || die "cannot edit $mcporter: $(grep -m 1 '[[:alnum:]]' "$output" || echo 'node failed')"
if [[ -n $written ]]; then mark_changed; fi

begin 'look after the gateway'
has_systemd() { command -v systemctl >/dev/null && [[ -d /run/systemd/system ]]; }
if [[ $unit == "$home"/* ]] && has_systemd; then
  # Without lingering the user's services end with the last session, and are not there after a reboot.
  loginctl enable-linger "$user" >"$output" 2>&1 || { words; log "lingering could not be enabled for $user: the gateway may not come back after a reboot"; }
  if [[ ! -S /run/user/$uid/bus ]]; then timeout "$T_LOGIN" systemctl start "user@$uid.service" >"$output" 2>&1 9>&- || words; fi
fi
start_gateway() { # verb
  if [[ $unit == "$home"/* ]]; then quiet "$T_RESTART" systemctl --user "$1" openclaw-gateway.service
  elif [[ -n $unit ]]; then timeout "$T_RESTART" systemctl "$1" "${unit##*/}" >"$output" 2>&1 9>&-
  else quiet "$T_RESTART" openclaw gateway "$1"; fi
}
restart_failed=''
if [[ -z $(gateway_of "$user" "$home") ]]; then
  log 'the gateway does not run: it is started'
  start_gateway start || { words; restart_failed=1; }
elif [[ -e $state/unfinished ]] && is_older "$release" "$OLDEST_OPENCLAW"; then
  # Newer ones take changes of mcp and skills by themselves, and a restart would wait for work in progress.
  start_gateway restart || { words; restart_failed=1; }
fi

begin 'probe the gateway and the MCP server'
until=$((SECONDS + T_HEALTH)) healthy=''
while ((SECONDS < until)); do
  # It ends well also while the gateway is still starting.
  if quiet $((until - SECONDS)) openclaw health --timeout 10000 && ! grep -qi 'still starting' "$output"; then healthy=1; break; fi
  sleep 5
done
if [[ -z $healthy ]]; then
  words
  die "the gateway of user $user does not answer within $T_HEALTH s: run 'openclaw gateway status --deep' as that user"
fi
quiet "$T_CALL" openclaw mcp --help || true # probe came later than set
if grep -q '^ *probe ' "$output"; then
  quiet "$T_PROBE" openclaw mcp probe cloudbase || { words; die "'openclaw mcp probe cloudbase' failed$(why): the MCP server does not start"; }
else
  log 'this OpenClaw cannot probe MCP servers: upgrade it to check the connection from here'
fi
if [[ -n $restart_failed ]]; then log 'the gateway could not be restarted, but it answers and the MCP server starts'; fi
quiet "$T_LOGIN" rm -f "$state/unfinished"

if [[ -n $resumed ]]; then outcome="finished$resumed"; elif [[ -n $changed ]]; then outcome='set up'; else outcome='nothing changed'; fi
log "$outcome: environment $environment_id in $region, user $user, $openclaw_version," \
  "Node $node_version, cloudbase-mcp $MCP_VERSION, skills CLI $SKILLS_CLI_VERSION"
# Last on purpose: without skills the assistant works, with less guidance, so a server out of reach of GitHub still gets the rest.
step='install the CloudBase skills'
[[ -z $skills_failed ]] || die 'everything else is set up, but neither GitHub nor its mirror gave the skills: run this command again later'
