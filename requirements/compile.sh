#!/usr/bin/env bash
# Pins the dependency groups of pyproject.toml with hashes. Run it after changing one: requirements/compile.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND=requirements/compile.sh
pin() {
  local out=$1; shift
  uv pip compile --quiet --generate-hashes --no-emit-index-url "$@" -o "requirements/$out.txt"
}
here=(--universal --python-version 3.11)
pin run "${here[@]}" --group storefront --group backend --group product --group infra --group local "$@"
pin test "${here[@]}" --group storefront --group hosted --group backend --group product --group invoice --group infra --group local --group test --group check --group docs -c requirements/run.txt
pin docs "${here[@]}" --group backend --group docs -c requirements/test.txt "$@"
pin storefront "${here[@]}" --group storefront -c requirements/run.txt
lambda=(--python-version 3.13 --python-platform aarch64-manylinux_2_28)
pin bundle "${lambda[@]}" --group backend -c requirements/run.txt
pin bundle-product "${lambda[@]}" --group backend --group product -c requirements/run.txt
pin bundle-picture "${lambda[@]}" --group backend --group picture -c requirements/run.txt
pin bundle-storefront "${lambda[@]}" --group hosted -c requirements/run.txt
pin bundle-invoice "${lambda[@]}" --group backend --group invoice --no-emit-package pillow -c requirements/run.txt  # no picture is in an invoice
pin uv "${here[@]}" --group installer -c requirements/run.txt
