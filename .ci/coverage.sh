#!/usr/bin/env bash
# How much of the library the tests run: of its lines and branches together and of its branches alone at least as much
# as pyproject.toml asks for. Needs the programs that .ci/run installs, and the environment that the README's second
# command makes. Measuring makes everything about twice as slow, so what is tested for its speed is left out.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
$python -m pip install --quiet --group coverage
$python -m coverage erase
$python -m coverage run -m pytest -q -p no:cacheprovider -n auto --dist loadgroup \
  --deselect tests/cli/test_cli.py::test_a_cold_plan_takes_at_most_three_times_the_bare_command_line_library \
  --deselect tests/planning/test_time_limit.py::test_a_plan_comes_back_within_the_limit
# Nothing can look into machine code. Without the compiler the same functions are Python, which warns when products overflow.
NUMBA_DISABLE_JIT=1 $python -m coverage run -m pytest -q -p no:cacheprovider \
  -W "ignore:overflow encountered in scalar multiply:RuntimeWarning" tests/planning/test_accelerated.py
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
