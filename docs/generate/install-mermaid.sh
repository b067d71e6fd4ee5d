#!/bin/sh
# Puts the pinned Mermaid into .build/docs, by the npm that comes with the Python packages, unless it is there already.
set -eu
cd "$(dirname "$0")/../.."
from=docs/generate/mermaid to=.build/docs
cmp -s $from/package-lock.json $to/installed-lock.json && exit 0
echo "Mermaid: installing …"
mkdir -p $to
cp $from/package.json $from/package-lock.json .npmrc $to
(cd $to && PATH="$OLDPWD/.venv/bin:$PATH" npm ci --silent --ignore-scripts) ||
  { echo "npm could not install Mermaid; is registry.npmjs.org reachable?" >&2; exit 1; }
cp $from/package-lock.json $to/installed-lock.json
