#!/bin/sh
# Puts a review into the one comment of a pull request that carries its marker, or makes that comment.
# comment.sh <file>; GITHUB_REPOSITORY and PULL_REQUEST say where, GH_TOKEN as whom.
set -eu
marker=$(head -n 1 "$1")
comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
# Only comments of the workflow itself: anybody may write the marker.
id=$(gh api "$comments" --paginate --jq '.[] | select(.user.login == "github-actions[bot]") | "\(.id) \(.body | split("\n")[0])"' |
  grep -F " $marker" | head -n 1 | cut -d ' ' -f 1 || true)
if [ -n "$id" ]; then
  gh api --silent -X PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$1"
else
  gh api --silent -X POST "$comments" -F "body=@$1"
fi
