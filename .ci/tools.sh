#!/usr/bin/env bash
# The tools of CI in .tools, at the versions and with the hashes in .ci/tools.txt. Needs the .venv of the README's second command.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 -m venv --clear --without-pip .tools
.venv/bin/python -m pip --python .tools/bin/python install \
  --quiet --no-compile --no-deps --require-hashes --requirement .ci/tools.txt
