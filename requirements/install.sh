#!/bin/sh
# Makes .venv and installs one list of pins into it, unless that is done already: requirements/install.sh run|test|docs
set -eu
cd "$(dirname "$0")/.."
PATH=${PATH#"$PWD/.venv/bin:"} # the environment is made by a Python from outside of it
list=requirements/$1.txt done=.venv/installed-$1.txt venv=.venv/bin/python

stop() { printf '%s\n' "$1" >&2; exit 1; }

# Any list that holds the wanted one will do: test.txt holds everything that run.txt and docs.txt do, at the same versions.
for have in "$1" test; do
  if cmp -s "requirements/$have.txt" ".venv/installed-$have.txt" && cmp -s requirements/uv.txt .venv/installed-uv.txt && $venv -c '' 2>/dev/null; then
    exit 0
  fi
done

# How a Python can install uv: by its pip, by the pip that it brings for new environments, or by a uv that is there already.
way() {
  if "$1" -m pip --version >/dev/null 2>&1; then echo pip
  elif "$1" -c 'import ensurepip' 2>/dev/null; then echo ensurepip
  elif command -v uv >/dev/null 2>&1; then echo uv
  fi
}

python='' new='' by=''
for each in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
  "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
  new=$each
  "$each" -c 'import venv' 2>/dev/null || continue
  by=$(way "$each")
  if [ -n "$by" ]; then python=$each; break; fi
done
[ -n "$new" ] || stop "Python 3.11 or newer is needed, and none was found. Install it, or name it: make PYTHON=/path/to/python3.11"
[ -n "$python" ] || stop "$("$new" -V) has no pip and makes no environments. On Debian and Ubuntu: apt-get install python3-venv; or install uv"

if ! $venv -c '' 2>/dev/null; then
  echo "Python environment: making .venv with $("$python" -V) …"
  rm -rf .venv
  "$python" -m venv --without-pip .venv || stop "The Python environment could not be made; the lines above say why."
fi
if ! cmp -s requirements/uv.txt .venv/installed-uv.txt; then
  case $by in
    pip) "$python" -m pip --python $venv install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt ;;
    ensurepip) $venv -m ensurepip >/dev/null && $venv -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt ;;
    uv) uv pip install --quiet --python $venv --require-hashes -r requirements/uv.txt ;;
  esac ||
    stop "uv could not be installed; the lines above say why. It needs pip 22.3 or newer, and a way to pypi.org: python3 -m pip --version"
  cp requirements/uv.txt .venv/installed-uv.txt
fi
echo "Python packages: installing $(grep -c '==' "$list") pinned packages …"
.venv/bin/uv pip install --quiet --python $venv --require-hashes -r "$list" ||
  stop "A download failed or did not have the expected hash; the lines above say which. Running the same command again goes on from here."
cp "$list" "$done"
