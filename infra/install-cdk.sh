#!/bin/sh
# Puts the pinned CDK command into node_modules, by the npm that comes with the Python packages, unless it is there already.
set -eu
cd "$(dirname "$0")/.."
cmp -s package-lock.json node_modules/installed-lock.json && exit 0
echo "CDK command: installing …"
PATH="$PWD/.venv/bin:$PATH" npm ci --silent || { echo "npm could not install the CDK command; is registry.npmjs.org reachable?" >&2; exit 1; }
cp package-lock.json node_modules/installed-lock.json
