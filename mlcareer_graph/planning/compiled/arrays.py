"""The types of the arrays that hold an instance and what is found out about it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.uint64]

Flat: TypeAlias = tuple[Ints, Ints, Ints, Ints, Ints, int]
"""An instance: costs, starts of groups, options needed, starts of options, options, target."""

Users: TypeAlias = tuple[Ints, Ints, Ints]
"""Where the groups that each node is an option of start; these groups; the node that asks for each group."""

Cuts: TypeAlias = tuple[int, Ints, Ints, Ints, Ints]
"""The bound, what is left of the costs, where the nodes of each cut start, these nodes, the amounts."""

Reduction: TypeAlias = tuple[Flat, Ints, Mask, int, Mask, int]
"""`reduction.Reduced`: instance, names, paid, base, incumbent, upper; of these the sets are masks of original nodes."""
