#!/bin/sh
# See that the browser tests have a Chromium and Chinese letters. Never stops the tests: they say themselves
# what is missing, and fail.
set -u

[ "${GRIDWARD_SKIP_BROWSER:-}" = 1 ] && exit 0
browser=${GRIDWARD_CHROMIUM:-/usr/bin/chromium}
has_letters() { ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1; }
# The same Chromium without windows, in which the tests take two thirds of the time; they do without.
has_shell() { [ -n "${GRIDWARD_CHROMIUM:-}" ] || [ -x /usr/bin/chromium-headless-shell ]; }
[ -x "$browser" ] && has_letters && has_shell && exit 0
[ -x "$browser" ] && [ -n "${GRIDWARD_CHROMIUM:-}" ] && exit 0
is_enough() { [ -x "$browser" ] && has_letters; }

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    is_enough && exit 0
    echo "Chromium or the font fonts-noto-cjk is missing, and this user may not install it." >&2
    echo "Debian: sudo apt-get install chromium fonts-noto-cjk; elsewhere set GRIDWARD_CHROMIUM=/path/to/chromium." >&2
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    is_enough && exit 0
    echo "Chromium is missing and this is not Debian: install it and set GRIDWARD_CHROMIUM=/path/to/chromium." >&2
    exit 0
fi
echo "Installing Debian's chromium and fonts-noto-cjk for the browser tests ..."
wait_for_others="-o DPkg::Lock::Timeout=300"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
# shellcheck disable=SC2086 # both are meant to be split into words
install() { $as_root apt-get $wait_for_others -qq -y install --no-install-recommends "$@"; }
# shellcheck disable=SC2086
$as_root apt-get $wait_for_others -qq update || echo "The list of packages could not be read anew." >&2
is_enough || install chromium fonts-noto-cjk || echo "Installing did not work; the words above say why." >&2
install chromium-headless-shell >/dev/null 2>&1 || echo "Without chromium-headless-shell the browser tests take half as long again." >&2
exit 0
