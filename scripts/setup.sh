#!/usr/bin/env bash
# Make .venv/ hold exactly what requirements-dev.txt names, and `.venv/bin/fieldaudit` the program.
#
#   scripts/setup.sh           what the program needs
#   scripts/setup.sh tests     and what its tests use: poppler reads papers, openssl checks case files, strace and libfiu make the system fail
#
# What Debian must bring is installed through apt when we are root; otherwise the line to type is printed
# and we stop with 1. A second run finds its stamp and does nothing. PYTHON chooses another interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
venv=.venv
stamp=$venv/.set-up

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Two `make` in one checkout must not fill one environment together.
exec 9<requirements-dev.txt
if command -v flock >/dev/null; then flock 9; fi

# -- what the system must bring -------------------------------------------------------------------

missing=()
command -v "$python" >/dev/null || missing+=(python3)
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
# The window, also where it is drawn without a display: what PySide6's wheels expect of the system. Each is asked for by
# itself, because an image may hold some of them.
present=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
library() { [[ $present == *"$1 ("* ]] || missing+=("$2"); }
library libGL.so.1 libgl1
library libEGL.so.1 libegl1
library libfontconfig.so.1 libfontconfig1
library libdbus-1.so.3 libdbus-1-3
library libxkbcommon.so.0 libxkbcommon0
library libglib-2.0.so.0 libglib2.0-0
if [ -n "${DISPLAY:-}" ] || [ "${1:-}" = tests ]; then # an X window
    library libX11-xcb.so.1 libx11-xcb1
    library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    library libxcb-cursor.so.0 libxcb-cursor0
    library libxcb-icccm.so.4 libxcb-icccm4
    library libxcb-image.so.0 libxcb-image0
    library libxcb-keysyms.so.1 libxcb-keysyms1
    library libxcb-randr.so.0 libxcb-randr0
    library libxcb-render-util.so.0 libxcb-render-util0
    library libxcb-render.so.0 libxcb-render0
    library libxcb-shape.so.0 libxcb-shape0
    library libxcb-shm.so.0 libxcb-shm0
    library libxcb-sync.so.1 libxcb-sync1
    library libxcb-util.so.1 libxcb-util1
    library libxcb-xfixes.so.0 libxcb-xfixes0
    library libxcb-xkb.so.1 libxcb-xkb1
fi
if [ "${1:-}" = tests ]; then
    command -v Xvfb >/dev/null || missing+=(xvfb) # a real X window, without a screen
    command -v xdotool >/dev/null || missing+=(xdotool)
    { command -v pdftotext && command -v pdffonts && command -v pdftoppm; } >/dev/null || missing+=(poppler-utils)
    command -v openssl >/dev/null || missing+=(openssl) # checks a case file without our program
    command -v git >/dev/null || missing+=(git)
    command -v strace >/dev/null || missing+=(strace)     # kills a program at a named call of the system
    command -v fiu-run >/dev/null || missing+=(fiu-utils) # makes calls of the system fail
    command -v chromium >/dev/null || missing+=(chromium) # reads the supervisors' pages and the page for a phone
    command -v chromedriver >/dev/null || missing+=(chromium-driver)
    fc-list 2>/dev/null | grep -qi cjk || missing+=(fontconfig fonts-noto-cjk) # so that a picture of them shows Chinese
fi

try() { # three times: a registry may be busy for a moment
    for pause in 2 5 0; do
        "$@" && return 0
        [ "$pause" = 0 ] || sleep "$pause"
    done
    return 1
}

install_from_debian() {
    local line="apt-get update && apt-get install -y --no-install-recommends $*" log
    command -v apt-get >/dev/null || fail "this system lacks: $* (Debian's names). Install them and run again."
    [ "$(id -u)" = 0 ] || fail "this system lacks: $*. As root, type:
    $line
and run again."
    say "installing $* (apt)"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    if ! { try apt-get -q update && try apt-get -qy install --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "apt could not install: $*. Mend what it says above and run again, or type: $line"
    fi
    rm -f "$log"
}

[ ${#missing[@]} = 0 ] || install_from_debian "${missing[@]}"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$python is $("$python" -V 2>&1); fieldaudit needs Python 3.11 or newer. Name another: PYTHON=python3.12 make ..."

# -- the environment ------------------------------------------------------------------------------

wanted=$(cat requirements-dev.txt pyproject.toml fieldaudit/__init__.py | sha256sum)
if [ -x $venv/bin/python ] && [ "$(cat $stamp 2>/dev/null)" = "$wanted" ] && $venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi
if ! $venv/bin/python -c 'import pip' 2>/dev/null; then
    say "making $venv with $("$python" -V)"
    "$python" -m venv --clear $venv
fi
rm -f $stamp
# -qq: errors only; pip also warns of every configured place that lacks a package.
pip() { $venv/bin/python -m pip --disable-pip-version-check -qq "$@"; }
say "installing the packages of requirements-dev.txt"
# Wheels only: what is run is what was hashed, and nothing is compiled or fetched beside it.
try pip install --require-hashes --only-binary :all: -r requirements-dev.txt </dev/null ||
    fail "pip could not install requirements-dev.txt (its words are above). Nothing outside $venv was changed; run again."
pip install --no-deps --no-build-isolation --editable . </dev/null ||
    fail "pip could not install fieldaudit itself into $venv (its words are above)."
printf '%s\n' "$wanted" >$stamp
say "ready: $venv/bin/fieldaudit"
