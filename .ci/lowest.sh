#!/usr/bin/env bash
# The lowest versions of our dependencies that pyproject.toml allows, under the oldest Python: what it promises has to hold.
# Needs Python 3.11; takes about four minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3.11 -m venv "$place/tools"
"$place/tools/bin/python" -m pip install --quiet uv==0.13.9
python3.11 -m venv "$place/lowest"
export VIRTUAL_ENV="$place/lowest"
"$place/tools/bin/uv" pip install --quiet --resolution lowest-direct -e '.[arrow,fast,frames]'
"$place/tools/bin/uv" pip install --quiet pytest hypothesis jsonschema
"$place/tools/bin/uv" pip list | grep -iE 'highspy|jinja2|networkx|numpy|pandas|pyarrow|pyoxigraph|python-sat|pyyaml|pyvis|rapidfuzz|rdflib|rich|typer'
"$place/lowest/bin/python" -m pytest -q -p no:cacheprovider \
  tests/graph tests/model tests/cli/test_output.py tests/rdf/test_rdf_round_trip.py \
  tests/planning/test_planner.py tests/planning/test_limits.py tests/planning/test_schedule.py
