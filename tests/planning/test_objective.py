"""What a plan minimises, in whole millionths."""

from __future__ import annotations

import pytest

from mlcareer_graph import UnknownOptionError
from mlcareer_graph.planning.objective import MEASURES, Objective, to_millionths


def test_a_name_is_a_weight_of_one() -> None:
    """The four measures can be named alone."""
    for measure in MEASURES:
        assert Objective.parse(measure) == Objective.parse({measure: 1})
        assert Objective.parse(measure).name == measure


def test_weights_are_put_in_order_and_zeros_left_out() -> None:
    """The same weighting is the same objective however it is written."""
    one = Objective.parse({"price": 0.5, "hours": 1, "steps": 0})
    assert one == Objective.parse({"hours": 1.0, "price": 0.5})
    assert one.name == "1 hours + 0.5 price"
    assert one.measures == {"hours", "price"}


@pytest.mark.parametrize(
    "objective",
    [
        "",
        "money",
        {},
        {"hours": 0},
        {"hours": -1},
        {"hours": 1, "fun": 1},
        {"hours": float("inf")},
        {"hours": True},
        None,
    ],
    ids=str,
)
def test_anything_else_is_refused(objective: object) -> None:
    """An objective that is none names what was given and what there is."""
    with pytest.raises(UnknownOptionError, match="objective cannot be") as caught:
        Objective.parse(objective)  # type: ignore[arg-type]
    assert caught.value.given == objective


def test_amounts_are_counted_in_whole_millionths() -> None:
    """Tenths are exact, so sums do not depend on their order."""
    assert to_millionths(0.1) * 3 == to_millionths(0.3) == 300_000
    assert Objective.parse({"hours": 2, "steps": 0.5}).of({"hours": 3, "price": 9, "weeks": 9, "steps": 4}) == 8
