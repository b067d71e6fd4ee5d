#!/bin/sh
# Makes sure that a Chromium and fonts are there for the journeys; installs them where it may.
set -eu
for each in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
  [ -n "$each" ] && command -v "$each" >/dev/null 2>&1 && exit 0
done
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests drive Chromium, and none was found. Install it, or name it: make test CHROMIUM=/path/to/chromium" >&2; exit 1
fi
if [ "$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else
  echo "The tests drive Chromium, and none was found. Install it: sudo apt-get install chromium fonts-liberation fonts-noto-color-emoji" >&2; exit 1
fi
echo "Chromium: installing …"
log=$(mktemp)
shell=chromium-headless-shell # the browser without its windows, for half the work; not every Debian has it
if ! { $as apt-get -q update && { apt-cache show $shell >/dev/null || shell=chromium; } &&
  DEBIAN_FRONTEND=noninteractive $as apt-get -qy install --no-install-recommends $shell fonts-liberation fonts-noto-color-emoji; } >"$log" 2>&1; then
  tail -n 5 "$log" >&2; echo "Chromium could not be installed; the lines above say why." >&2; exit 1
fi
