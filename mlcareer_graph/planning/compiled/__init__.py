"""The inner loops of planning on flat arrays, compiled to machine code by Numba.

Each function does what its namesake does in the module of the same name one room up, where the rules are proven, step
by step and with the same ties, so that a plan does not depend on how it was computed. An instance is a tuple of
arrays: the cost of each node; where the groups of each node start; for each group how many of its options are needed
and where they start; the options; and the target.

Numba keeps machine code in a cache next to each module and makes it anew when that module changes. It does not see
when a function of another module changes that the code calls: whoever edits here removes ``__pycache__`` afterwards.
"""
