#!/usr/bin/env bash
# The artefacts of a release in dist/, from the tagged commit and nothing else; uploading them is left to a person.
# Needs the .venv of the README's second command, and a network that reaches the vulnerability service.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(.venv/bin/python .ci/clean_checkout.py)
.ci/tools.sh
.tools/bin/python .ci/audit.py .ci/tools.txt

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for copy in one/checkout another/place/checkout; do
  git clone --quiet --no-hardlinks --branch "v$version" --config advice.detachedHead=false . "$work/$copy"
done
.ci/artefacts.sh "$work/one/checkout" "$work/dist" "$work/installed"
# What differs between machines and must not show in the bytes.
(umask 077 && TZ=Pacific/Auckland LC_ALL=C PYTHONHASHSEED=7 .ci/build.sh "$work/another/place/checkout" "$work/again")
for artefact in "$work/again"/*; do
  cmp "$artefact" "$work/dist/$(basename "$artefact")"
done

.venv/bin/python -m pip --python "$work/installed/bin/python" freeze --exclude mlcareer-graph >"$work/installed.txt"
.tools/bin/python .ci/audit.py "$work/installed.txt"

(cd "$work/dist" && sha256sum -- * >SHA256SUMS)
mkdir -p dist
mv "$work/dist"/* dist/
cat dist/SHA256SUMS
echo "To upload: .tools/bin/twine upload dist/*.whl dist/*.tar.gz"
