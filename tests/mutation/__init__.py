"""A package, so that `run.py` is another module than the one of `tests/fuzz`."""
