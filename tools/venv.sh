#!/bin/sh
# Make the virtual environment and put uv into it. Usage: venv.sh PYTHON FOLDER UV_VERSION
set -eu
python=$1 folder=$2 uv_version=$3

if ! command -v "$python" >/dev/null 2>&1; then
    echo "There is no $python on this machine. Install Python 3.11, 3.12 or 3.13 (Debian: apt-get install python3 python3-venv)," >&2
    echo "or name yours: make PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
    echo "Gridward needs Python 3.11, 3.12 or 3.13; $python is $("$python" -V 2>&1)." >&2
    echo "Name another one: make PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
if [ "$("$folder/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" != "$uv_version" ]; then
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
fi
