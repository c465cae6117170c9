#!/usr/bin/env bash
# The wheel and the sdist of a checkout, both checked and both used where nothing else is than what they ask for, which is left with the wheel,
# and the bill of materials of that: .ci/artefacts.sh CHECKOUT DIST ENVIRONMENT. Needs .ci/tools.sh to have run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/.tools/bin
dist=$(realpath -m "$2")
environment=$(realpath -m "$3")

"$root/.ci/build.sh" "$1" "$dist"
(cd "$1" && "$tools/twine" check --strict "$dist"/*.whl "$dist"/*.tar.gz && "$tools/check-wheel-contents" "$dist"/*.whl)

away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
cd "$away"
pip=("$root/.venv/bin/python" -m pip --python "$environment/bin/python")
python3 -m venv --clear --without-pip "$environment"
for artefact in "$dist"/*.tar.gz "$dist"/*.whl; do
  "${pip[@]}" uninstall --quiet --yes mlcareer-graph
  "${pip[@]}" install --quiet --no-compile "$artefact"
  cp "$environment"/lib/python3*/site-packages/mlcareer_graph-*.dist-info/METADATA "${artefact##*.}"
  "$environment/bin/python" "$root/.ci/smoke.py"
  "$environment/bin/mlcareer" plan keras --know Python --json >/dev/null
done
# The wheel finds there what the sdist has brought, and has to ask for the same.
cmp gz whl
"$tools/python" "$root/.ci/sbom.py" "$environment" "$dist/$(basename "$dist"/*.tar.gz .tar.gz).cdx.json"
