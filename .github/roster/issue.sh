#!/bin/sh
# Keeps one issue: open with the text of a file while there is something in it, closed when there is not.
# issue.sh <title> <file>; GITHUB_REPOSITORY says where, GH_TOKEN as whom.
set -eu
number=$(gh issue list --repo "$GITHUB_REPOSITORY" --author "github-actions[bot]" --state open --limit 200 --json number,title |
  TITLE="$1" node -e 'const all = JSON.parse(require("node:fs").readFileSync(0, "utf8")); console.log(all.find(({ title }) => title === process.env.TITLE)?.number ?? "")')
if [ -s "$2" ]; then
  if [ -n "$number" ]; then
    gh issue edit "$number" --repo "$GITHUB_REPOSITORY" --body-file "$2"
  else
    gh issue create --repo "$GITHUB_REPOSITORY" --title "$1" --body-file "$2"
  fi
elif [ -n "$number" ]; then
  gh issue close "$number" --repo "$GITHUB_REPOSITORY" --comment "Nothing is left of it."
fi
