#!/bin/sh
# Sees to what the tests need beside Python: a browser and a Chinese font, installed when run by root, and
# Microsoft's own check of office files, laid beside its lock.
set -eu

cd "$(dirname "$0")/.."
if ! [ tests/validator/node_modules/.package-lock.json -nt tests/validator/package-lock.json ]; then
    .venv/bin/python admin/npm.py --prefix tests/validator ci --silent ||
        echo "Microsoft's check of office files could not be fetched (it runs on x86-64 Linux): its tests will fail." >&2
fi

missing=""
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    missing="chromium"
fi
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh-cn family)" ]; then
    missing="$missing fonts-noto-cjk fontconfig"
fi
# What the fault suite breaks things with, and the proxy and the store of deploy/.
for tool in strace faketime redis-server caddy; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need these Debian packages (or what your system calls them): $missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing
