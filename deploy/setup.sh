#!/bin/sh
# Makes .venv from a system Python 3.11 or later and installs the locked requirements: `setup.sh runtime` or
# `setup.sh dev`. A stamp holds a hash of all that decides the outcome, so that a second call returns at once.
set -eu
cd "$(dirname "$0")/.."
kind="${1:?runtime or dev}"
lock="requirements/$kind.txt"

say() { printf '%s\n' "$*" >&2; }

key() {
    { pwd; cat pyproject.toml "requirements/$1.txt"; } | cksum_of
}

cksum_of() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c1-64
}

ready() {
    [ -x .venv/bin/python ] && [ -f ".venv/.$1" ] && [ "$(cat ".venv/.$1")" = "$(key "$1")" ]
}

find_python() {
    for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    say "Cần Python 3.11 trở lên. / Python 3.11 or later is needed: on Debian, apt-get install python3 python3-venv."
    return 3
}

make_venv() {
    python="$(find_python)" || exit 3
    say "setup: making .venv with $("$python" --version)"
    if "$python" -m venv --clear .venv >/dev/null 2>&1; then return 0; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "setup: the venv module is missing; installing python3-venv"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        python="$(find_python)" || exit 3
        if "$python" -m venv --clear .venv; then return 0; fi
    fi
    say "Không tạo được .venv. / .venv cannot be made: on Debian, apt-get install python3-venv, then again."
    exit 3
}

# A development environment holds the runtime too.
if ready "$kind" || { [ "$kind" = runtime ] && ready dev; }; then exit 0; fi

# Two calls at the same time wait for one another.
if [ -z "${SOCAI_SETUP_LOCKED:-}" ] && command -v flock >/dev/null 2>&1; then
    mkdir -p var
    SOCAI_SETUP_LOCKED=1 exec flock var/setup.lock sh deploy/setup.sh "$kind"
fi

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then make_venv; fi
say "setup: installing $lock (with hashes)"
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
key "$kind" >".venv/.$kind"
