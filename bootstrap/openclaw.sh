#!/bin/bash
# Connects the OpenClaw assistant on a Lighthouse server to one CloudBase environment: MCP server, skills, gateway.
# Runs as root through TAT, may run again at any time, holds no secret: the employee signs in from the chat (docs/server.md).
set -euo pipefail
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
readonly DEADLINE=540 # seconds for the whole run; give TAT 600, its default of 60 is too short

step=start reported='' user='' home='' path=/usr/local/bin:/usr/bin:/bin changed='' skills_failed=''
output=$(mktemp)
finish() {
  local code=$?
  rm -f "$output"
  if [[ $code != 0 && -z $reported ]]; then echo "FAILED at '$step': a command ended with code $code" >&2; fi
}
trap finish EXIT
log() { echo "openclaw: $*"; }
begin() { step=$1; log "$step"; }
die() { reported=1; echo "FAILED at '$step': $*" >&2; exit 1; }

# bounded SECONDS COMMAND...: as the owner of ~/.openclaw, in a clean environment, never past the deadline. Clean, since SUDO_USER
# of an older session sends `openclaw gateway` to another user's service (https://github.com/openclaw/openclaw/issues/81410);
# without XDG_RUNTIME_DIR it finds no service at all (https://github.com/openclaw/openclaw/issues/11805).
bounded() {
  local limit=$1 left=$((DEADLINE - SECONDS)) uid
  shift
  ((left > 0)) || left=1
  uid=$(id -u "$user")
  timeout -k 5 "$((limit < left ? limit : left))" runuser -u "$user" -- env -i "HOME=$home" "USER=$user" "LOGNAME=$user" \
    "PATH=$path" "XDG_RUNTIME_DIR=/run/user/$uid" "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$uid/bus" LC_ALL=C \
    NO_COLOR=1 CI=1 DISABLE_TELEMETRY=1 GIT_TERMINAL_PROMPT=0 SKILLS_CLONE_TIMEOUT_MS=40000 "$@" </dev/null
}
# quiet SECONDS COMMAND...: the same; shows the end of what the command said when it fails, without colours.
quiet() {
  local code=0
  bounded "$@" >"$output" 2>&1 || code=$?
  if [[ $code != 0 ]]; then sed $'s/\e\\[[0-9;?]*[A-Za-z]//g' "$output" | grep '[[:alnum:]]' | tail -n 4 | sed 's/^/  | /' || true; fi
  return "$code"
}

step='check the parameters'
[[ $environment_id =~ ^[a-z0-9](-?[a-z0-9])+$ && ${#environment_id} -le 64 ]] ||
  die "environmentId is not the id of a CloudBase environment, such as bob-8grqda2hfc2f62bb: set both TAT parameters"
[[ $region =~ ^[a-z]{2}(-[a-z0-9]+)+$ && ${#region} -le 32 ]] ||
  die "region is not a region in its long form, such as ap-shanghai: set both TAT parameters"

begin 'wait for the first start of the image'
if command -v cloud-init >/dev/null; then timeout 90 cloud-init status --wait >/dev/null 2>&1 || log 'cloud-init reports a problem or is slow'; fi
owners() { # one line a user: name, home
  local name directory
  while IFS=: read -r name _ _ _ _ directory _; do
    if [[ -d $directory/.openclaw ]]; then printf '%s\t%s\n' "$name" "$directory"; fi
  done < <(getent passwd)
}
for ((attempt = 0; attempt < 12; attempt++)); do
  mapfile -t found < <(owners)
  if ((${#found[@]} > 0)); then break; fi
  sleep 5
done
((${#found[@]} > 0)) || die 'no user has a folder ~/.openclaw: make the server from the OpenClaw image'
if ((${#found[@]} > 1)); then
  # A leftover folder is common (a run of `openclaw` as root is enough): the gateway tells whose assistant it is.
  running=() installed=()
  for owner in "${found[@]}"; do
    if pgrep -u "${owner%%$'\t'*}" -f 'openclaw.*gateway' >/dev/null; then running+=("$owner"); fi
    if [[ -e ${owner#*$'\t'}/.config/systemd/user/openclaw-gateway.service ]]; then installed+=("$owner"); fi
  done
  if ((${#running[@]} == 1)); then found=("${running[@]}"); elif ((${#installed[@]} == 1)); then found=("${installed[@]}"); fi
fi
((${#found[@]} == 1)) || die "several users have ~/.openclaw and none or more than one runs its gateway: ${found[*]%%$'\t'*}"
user=${found[0]%%$'\t'*} home=${found[0]#*$'\t'}

begin "look for Node and OpenClaw of user $user"
# shellcheck disable=SC2016 # the user's shell expands it
login_path=$(bounded 20 bash -lc 'printf "\n%s" "$PATH"' 2>/dev/null | tail -n 1) || login_path=$path
path=$home/.local/bin:$login_path:$home/.npm-global/bin:/usr/local/bin:/usr/bin:/bin
for directory in "$home"/.nvm/versions/node/*/bin; do path+=:$directory; done
for ((attempt = 0; attempt < 12; attempt++)); do
  if bounded 10 bash -c 'command -v openclaw && command -v npm' >/dev/null 2>&1; then break; fi
  sleep 5
done
bounded 10 bash -c 'command -v node' >/dev/null || die "user $user has no node: CloudBase MCP needs Node 18.15 or newer"
node_version=$(bounded 10 node --version)
[[ $node_version =~ ^v([0-9]+)\.([0-9]+)\. ]] || die "cannot read the version of Node: $node_version"
((BASH_REMATCH[1] > 18 || (BASH_REMATCH[1] == 18 && BASH_REMATCH[2] >= 15))) ||
  die "Node $node_version is too old: CloudBase MCP needs 18.15 or newer (https://docs.cloudbase.net/ai/cloudbase-ai-toolkit/getting-started)"
bounded 10 bash -c 'command -v openclaw && command -v npm' >/dev/null || die "user $user has no openclaw or no npm command"
openclaw_version=$(bounded 30 openclaw --version | tail -n 1)

modules=$home/.local/lib/node_modules state=$home/.local/share/cloudbase-openclaw
bounded 10 mkdir -p "$state" "$modules"
# Survives a run that ends between a change and the restart.
mark_changed() { changed=1; bounded 10 touch "$state/restart-pending"; }
has_version() { [[ $(bounded 10 node -p 'require(process.argv[1]).version' "$modules/$1/package.json" 2>/dev/null) == "$2" ]]; }

if has_version @cloudbase/cloudbase-mcp "$MCP_VERSION" && has_version skills "$SKILLS_CLI_VERSION"; then
  log "cloudbase-mcp $MCP_VERSION and skills $SKILLS_CLI_VERSION are installed already"
else
  begin "install cloudbase-mcp $MCP_VERSION and skills $SKILLS_CLI_VERSION"
  mark_changed
  for delay in 5 15 last; do
    # A prefix of the user's own: the one of the system may belong to root, the one of nvm goes with its Node.
    if quiet 75 npm install --global --prefix "$home/.local" --no-audit --no-fund --no-progress \
      "@cloudbase/cloudbase-mcp@$MCP_VERSION" "skills@$SKILLS_CLI_VERSION"; then break; fi
    [[ $delay != last ]] || die 'npm could not install the packages in 3 attempts: check the network and the npm registry of this user'
    sleep "$delay"
  done
  has_version @cloudbase/cloudbase-mcp "$MCP_VERSION" || die "npm ended well, but $modules has no cloudbase-mcp $MCP_VERSION"
fi

begin 'install the CloudBase skills'
skills_stamp="skills@$SKILLS_CLI_VERSION cloudbase-skills#$SKILLS_REF"
if [[ -s $home/.openclaw/skills/cloudbase/SKILL.md && $(cat "$state/skills" 2>/dev/null) == "$skills_stamp" ]]; then
  log 'the skills are installed already'
else
  skills_failed=1
  for source in "${SKILLS_SOURCES[@]}" "${SKILLS_SOURCES[@]}"; do
    if quiet 45 "$home/.local/bin/skills" add "$source#$SKILLS_REF" -g -a openclaw -y --copy &&
      [[ -s $home/.openclaw/skills/cloudbase/SKILL.md ]]; then
      skills_failed=''
      mark_changed
      # shellcheck disable=SC2016 # the user's shell expands it
      bounded 10 bash -c 'printf "%s\n" "$1" >"$2"' bash "$skills_stamp" "$state/skills"
      break
    fi
    log "no skills from $source"
    sleep 5
  done
fi

begin 'register the MCP server'
# OpenClaw reads mcp.servers of openclaw.json and mcporter its own file; neither knows of the other
# (https://docs.openclaw.ai/cli/mcp/registry). Keys that somebody added to our entry stay. node by its full path, since the
# gateway's service runs with a minimal PATH.
# shellcheck disable=SC2016 # JavaScript
readonly MERGE='
const fs = require("node:fs"), path = require("node:path"), { isDeepStrictEqual } = require("node:util");
const [registry, target, script, environmentId, region] = process.argv.slice(1);
const ours = { command: process.execPath, args: [script], description: "CloudBase MCP", lifecycle: "keep-alive" };
const env = { INTEGRATION_IDE: "OpenClaw", CLOUDBASE_ENV_ID: environmentId, TCB_REGION: region };
env.CLOUDBASE_MCP_TELEMETRY_DISABLED = "true";
const merge = (was) => ({ ...was, ...ours, env: { ...was?.env, ...env } });
if (registry === "native") {
  const was = target ? JSON.parse(target) : undefined;
  if (!isDeepStrictEqual(was, merge(was))) console.log(JSON.stringify(merge(was)));
} else {
  const file = fs.existsSync(target) ? fs.realpathSync(target) : target;
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  const config = stat ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  const servers = config.mcpServers ?? {};
  if (isDeepStrictEqual(servers.cloudbase, merge(servers.cloudbase))) process.exit(0);
  config.mcpServers = { ...servers, cloudbase: merge(servers.cloudbase) };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = file + ".new-" + process.pid;
  fs.writeFileSync(temporary, JSON.stringify(config, null, 2) + "\n", { mode: 0o600 });
  if (stat) { fs.chmodSync(temporary, stat.mode); fs.chownSync(temporary, stat.uid, stat.gid); }
  fs.renameSync(temporary, file);
  console.log("changed");
}'
merge() { bounded 20 node -e "$MERGE" "$1" "$2" "$modules/@cloudbase/cloudbase-mcp/dist/cli.cjs" "$environment_id" "$region" 2>"$output"; }

registered=$(bounded 30 openclaw mcp show cloudbase --json 2>/dev/null) || registered=''
entry=$(merge native "$registered") || die "cannot read what 'openclaw mcp show cloudbase --json' prints"
if [[ -n $entry ]]; then
  mark_changed
  # Its output is not shown: an entry may hold a key that the employee added.
  bounded 30 openclaw mcp set cloudbase "$entry" >/dev/null 2>&1 || die "'openclaw mcp set cloudbase' failed: run 'openclaw doctor' as user $user"
fi
workspace=$(bounded 30 openclaw config get agents.defaults.workspace 2>/dev/null | tail -n 1) || workspace=''
if [[ $workspace != /* ]]; then workspace=$home/.openclaw/workspace; fi # unset: OpenClaw's default
mcporter=$workspace/config/mcporter.json
written=$(merge mcporter "$mcporter") || die "cannot edit $mcporter: $(grep -m 1 Error "$output" || echo 'node failed')"
if [[ -n $written ]]; then mark_changed; fi

if [[ -e $state/restart-pending ]]; then
  begin 'restart the gateway'
  quiet 60 openclaw gateway restart || quiet 60 systemctl --user restart openclaw-gateway.service ||
    die "neither 'openclaw gateway restart' nor its systemd user service worked for user $user"
else
  log 'nothing changed: the gateway is not restarted'
fi

begin 'probe the gateway and the MCP server'
for delay in 3 5 10 last; do
  if quiet 25 openclaw health --timeout 10000; then break; fi
  [[ $delay != last ]] || die "the gateway of user $user does not answer: run 'openclaw gateway status --deep' as that user"
  sleep "$delay"
done
subcommands=$(bounded 20 openclaw mcp --help 2>/dev/null) || subcommands='' # probe came later than set
if grep -q '^ *probe ' <<<"$subcommands"; then
  quiet 60 openclaw mcp probe cloudbase || die "'openclaw mcp probe cloudbase' failed: the MCP server does not start"
else
  log 'this OpenClaw cannot probe MCP servers: upgrade it to check the connection from here'
fi
bounded 10 rm -f "$state/restart-pending"

if [[ -n $changed ]]; then outcome='set up'; else outcome='nothing changed'; fi
log "$outcome: environment $environment_id in $region, user $user, $openclaw_version," \
  "Node $node_version, cloudbase-mcp $MCP_VERSION, skills CLI $SKILLS_CLI_VERSION"
# Last on purpose: without skills the assistant works, with less guidance, so a server out of reach of GitHub still gets the rest.
step='install the CloudBase skills'
[[ -z $skills_failed ]] || die 'everything else is set up, but neither GitHub nor its mirror gave the skills: run this command again later'
