#!/bin/sh
# Puts Lighthouse and web-vitals, pinned, into bench/npm/node_modules, unless they are there already.
set -eu
cd "$(dirname "$0")"
cmp -s package-lock.json node_modules/installed-lock.json && exit 0
echo "Lighthouse: installing …"
PATH="$PWD/../../.venv/bin:$PATH" npm ci --ignore-scripts --silent || { echo "npm could not install Lighthouse; the lines above say why." >&2; exit 1; }
cp package-lock.json node_modules/installed-lock.json
