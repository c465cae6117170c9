"""Jobs in time, on networks small enough to reckon by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from mlcareer_graph.planning.jobs import Job, Network, Run, work_off
from mlcareer_graph.planning.shortest import _above, _below, _Program, shortest_run

STUDY: Any = SimpleNamespace(kind="study")
TAKE: Any = SimpleNamespace(kind="take")


def study(hours: float, capacity: float = 10.0) -> Job:
    """Study that fills all hours of the weeks it takes."""
    return Job(STUDY, hours, hours / capacity, capacity if hours else 0.0)


def path(hours: float, weeks: float) -> Job:
    """A path that runs over its own weeks."""
    return Job(TAKE, hours, weeks, hours / weeks if weeks else 0.0)


FORK = Network((study(20), study(30), path(8, 4), study(10), study(5)), ((1, 2), (3,), (3,), (), ()), 10.0)
"""Study, then study beside a path, then study that waits for both; and study that waits for nothing."""


def test_chains_are_added_up_ahead_and_behind() -> None:
    """The weeks ahead of a job count with it, those behind it without; the longest chain goes by the path."""
    assert FORK.tails() == [7.0, 4.0, 5.0, 1.0, 0.5]
    assert FORK.heads() == [0.0, 2.0, 2.0, 6.0, 0.0]
    assert FORK.longest_chain() == {0, 2, 3}
    assert FORK.least_weeks() == pytest.approx(7.3)


def test_of_equal_chains_the_first_is_the_longest() -> None:
    """Equal jobs side by side leave the chain to the first."""
    assert Network((study(5), study(5), study(5)), ((2,), (2,), ()), 10.0).longest_chain() == {0, 2}
    assert Network((), (), 10.0).longest_chain() == frozenset()
    assert Network((), (), 10.0).least_weeks() == 0.0
    assert Run((), ()).weeks == 0.0


def test_study_gets_the_hours_that_paths_leave() -> None:
    """A path takes its hours of each week from the study beside it, and what waits begins when both are done."""
    run = work_off(FORK, [(-tail,) for tail in FORK.tails()])
    assert run.begins == pytest.approx((0.0, 2.0, 2.0, 6.0, 5.75))
    assert run.ends == pytest.approx((2.0, 5.75, 6.0, 7.0, 7.3))
    assert run.weeks == run.ends[4]


def test_what_comes_first_by_the_order_goes_first() -> None:
    """Without chains the order alone decides, and equal ones follow the plan."""
    jobs = Network((study(10), study(20), study(30)), ((), (), ()), 10.0)
    assert work_off(jobs, [(3.0,), (2.0,), (1.0,)]).begins == (5.0, 3.0, 0.0)
    assert work_off(jobs, [(1.0,), (1.0,), (1.0,)]).ends == (1.0, 3.0, 6.0)


def test_paths_run_side_by_side_as_far_as_the_hours_go() -> None:
    """Two of three paths fill the week, and the third waits; what takes no hours is done at once."""
    jobs = Network((path(20, 4), path(20, 4), path(4, 4), study(0)), ((), (), (), ()), 10.0)
    run = work_off(jobs, [(0.0,), (1.0,), (2.0,), (3.0,)])
    assert run.begins == (0.0, 0.0, 4.0, 0.0)
    assert run.ends == (4.0, 4.0, 8.0, 0.0)


def test_a_path_waits_for_its_start_and_study_goes_on_meanwhile() -> None:
    """A start puts a path off, not the study before it, which stops when the path takes all hours."""
    jobs = Network((path(20, 2), study(30)), ((), ()), 10.0)
    run = work_off(jobs, [(0.0,), (1.0,)], {0: 1.5})
    assert (run.begins, run.ends) == ((1.5, 0.0), (3.5, 5.0))


def test_the_shortest_run_puts_a_path_off_where_that_helps() -> None:
    """Beginning a full-time path at once would leave the weeks of another one without study to fill them."""
    jobs = Network((path(2, 4), path(10, 1), study(38)), ((), (), ()), 10.0)
    run, bound = shortest_run(jobs)
    assert bound == pytest.approx(5.0)
    assert run.weeks == pytest.approx(5.0)
    chain = Network((study(10), path(10, 4), path(30, 3), study(10)), ((1,), (3,), (), ()), 10.0)
    run, bound = shortest_run(chain)
    assert bound <= run.weeks + 1e-9
    assert run.weeks == pytest.approx(9.0)


def test_what_is_above_and_below_is_gathered_along_all_chains() -> None:
    """A job has all paths above it that it waits for, by whichever way, and below it all that wait for it."""
    after = ((2,), (2, 3), (4,), (4,), (5,), ())
    jobs = Network((path(8, 4), path(6, 3), study(10), path(4, 2), study(5), path(2, 1)), after, 10.0)
    paths = [0, 1, 3, 5]
    assert _above(jobs, paths) == [set(), set(), {0, 1}, {1}, {0, 1, 3}, {0, 1, 3}]
    assert _below(jobs, paths) == [{5}, {3, 5}, {5}, {5}, {5}, set()]


@pytest.mark.parametrize(
    ("jobs", "after", "weeks"),
    [
        # A path that waits for another one, beside study that fills the hours of both.
        ((path(10, 4), path(10, 4), study(60)), ((1,), (), ()), 8.0),
        # Of two paths that take most hours one has to wait, and study goes into what is left.
        ((path(24, 4), path(24, 4), study(32)), ((), (), ()), 8.0),
        # A path of full weeks leaves none to the light one, which runs before or after it, beside the study there.
        ((study(10), path(20, 2), study(10), path(4, 8)), ((1,), (2,), (), ()), 11.0),
        # Two paths wait for the same study, and study for both of them.
        ((study(10), path(5, 5), path(15, 3), study(20)), ((1, 2), (3,), (3,), ()), 8.0),
        # The longest chain goes last: the heavy path has to wait until the light one has begun.
        ((path(9, 1), path(2, 6), study(9), study(9)), ((), (), (), ()), 6.0),
    ],
)
def test_the_shortest_run_is_as_short_as_hours_and_chains_allow(
    jobs: tuple[Job, ...], after: tuple[tuple[int, ...], ...], weeks: float
) -> None:
    """The bound is met, nothing begins before what it waits for, and every path gets its weeks."""
    network = Network(jobs, after, 10.0)
    run, bound = shortest_run(network)
    assert run.weeks == pytest.approx(weeks)
    assert bound == pytest.approx(weeks)
    for number, users in enumerate(after):
        assert run.ends[number] - run.begins[number] >= jobs[number].span - 1e-9
        assert all(run.begins[user] >= run.ends[number] - 1e-9 for user in users)


@pytest.mark.parametrize(
    ("jobs", "after", "weeks"),
    [
        ((path(10, 4), path(10, 4), study(60)), ((1,), (), ()), 8.0),
        ((path(10, 4), study(20), path(10, 4)), ((1,), (2,), ()), 10.0),
        ((path(30, 3), path(5, 5), study(15)), ((), (2,), ()), 9.5),
        ((path(24, 4), path(24, 4), path(8, 2), study(24)), ((), (2,), (), ()), 8.0),
    ],
)
def test_the_programme_knows_what_a_path_waits_for(
    jobs: tuple[Job, ...], after: tuple[tuple[int, ...], ...], weeks: float
) -> None:
    """Asked alone, it gives the least weeks, and no path begins before those that it waits for are done."""
    network = Network(jobs, after, 10.0)
    paths = [number for number, job in enumerate(jobs) if job.is_path]
    starts, bound = _Program(network, paths, 40.0).solve()
    assert bound == pytest.approx(weeks, abs=1e-4)
    assert starts.keys() == set(paths)
    for number, users in enumerate(after):
        for user in set(users) & set(paths):
            if number in starts:
                assert starts[user] >= starts[number] + jobs[number].span - 1e-4


def test_a_path_alone_takes_its_weeks() -> None:
    """A path of few hours lasts as long as it does, also with study behind it."""
    assert Network((path(1, 4),), ((),), 10.0).least_weeks() == 4.0
    assert Network((path(0, 4), study(1)), ((1,), ()), 10.0).least_weeks() == pytest.approx(4.1)
