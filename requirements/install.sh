#!/bin/sh
# Makes .venv and installs one list of pins into it, unless that is done already: requirements/install.sh run|test
set -eu
cd "$(dirname "$0")/.."
PATH=${PATH#"$PWD/.venv/bin:"} # the environment is made by a Python from outside of it
list=requirements/$1.txt done=.venv/installed-$1.txt venv=.venv/bin/python

stop() { printf '%s\n' "$1" >&2; exit 1; }

# Any list that holds the wanted one will do: test.txt holds everything that run.txt does, at the same versions.
for have in "$1" test; do
  if cmp -s "requirements/$have.txt" ".venv/installed-$have.txt" && cmp -s requirements/uv.txt .venv/installed-uv.txt && $venv -c '' 2>/dev/null; then
    exit 0
  fi
done

python=
for each in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
  if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$each; break; fi
done
[ -n "$python" ] || stop "Python 3.11 or newer is needed, and none was found. Install it, or name it: make PYTHON=/path/to/python3.11"
"$python" -c 'import venv' 2>/dev/null || stop "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"

if ! $venv -c '' 2>/dev/null; then
  echo "Python environment: making .venv with $("$python" -V) …"
  rm -rf .venv
  "$python" -m venv --without-pip .venv || stop "The Python environment could not be made; the lines above say why."
fi
if ! cmp -s requirements/uv.txt .venv/installed-uv.txt; then
  "$python" -m pip --python $venv install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt ||
    stop "pip could not install uv; the lines above say why. It needs pip 22.3 or newer and a way to pypi.org: python3 -m pip --version"
  cp requirements/uv.txt .venv/installed-uv.txt
fi
echo "Python packages: installing $(grep -c '==' "$list") pinned packages …"
.venv/bin/uv pip install --quiet --python $venv --require-hashes -r "$list" ||
  stop "A download failed or did not have the expected hash; the lines above say which. Running the same command again goes on from here."
cp "$list" "$done"
