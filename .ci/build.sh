#!/usr/bin/env bash
# The wheel and the sdist of a checkout, byte for byte the same wherever they are built: .ci/build.sh CHECKOUT DIST.
# The time of the commit stands for that of the build, and the build tools are those of .ci/tools.txt.
set -euo pipefail
tools=$(cd "$(dirname "$0")/.." && pwd)/.tools/bin
SOURCE_DATE_EPOCH=$(git -C "$1" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
"$tools/python" -m build --quiet --no-isolation --outdir "$2" "$1"
