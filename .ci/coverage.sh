#!/usr/bin/env bash
# How much of the library the tests run: of its lines and branches together and of its branches alone at least as much
# as pyproject.toml asks for. Needs the programs that .ci/run installs, and the environment that the README's second
# command makes.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
# Measured, some searches run out of their time; whether all tests pass is for .ci/run to say.
measure() { $python -m coverage run -m pytest -q -p no:cacheprovider "$@" || [ $? -eq 1 ]; }

$python -m pip install --quiet --group coverage
$python -m coverage erase
measure -n auto --dist loadgroup
# Nothing can look into machine code. Without the compiler the same functions are Python, which warns when products overflow.
NUMBA_DISABLE_JIT=1 measure tests/planning/test_accelerated.py \
  -W "ignore:overflow encountered in scalar multiply:RuntimeWarning"
$python -m coverage combine --quiet
$python -m coverage report --skip-covered --sort=cover
$python -m coverage json --quiet -o - | $python -c '
import json, sys, tomllib
totals = json.load(sys.stdin)["totals"]
least = tomllib.load(open("pyproject.toml", "rb"))["tool"]["coverage"]["report"]["fail_under"]
share = 100 * totals["covered_branches"] / totals["num_branches"]
print("of {num_branches} branches {covered_branches} are taken".format(**totals), f"({share:.1f} %)")
sys.exit(share < least)
'
