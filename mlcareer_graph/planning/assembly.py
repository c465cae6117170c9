"""From chosen actions to the steps of a plan: order, stages, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mlcareer_graph.model import Competency, Concept, Evidence, Level
from mlcareer_graph.planning.domain import Action, Domain, Need
from mlcareer_graph.planning.step import Step, Use


@dataclass(slots=True)
class _Block:
    """Actions that make up one step: a path, or consecutive levels of one competency."""

    actions: list[Action]
    needs: list[tuple[Need, list[int]]] = field(default_factory=list)
    uses: list[tuple[int, Need]] = field(default_factory=list)

    def leans_on(self) -> set[int]:
        return {block for _, blocks in self.needs for block in blocks}


_GOAL = -1


@dataclass(frozen=True, slots=True)
class _Layout:
    """The blocks with their stages and their positions in the plan; the goal comes first."""

    blocks: dict[int, _Block]
    stages: dict[int, int]
    position: dict[int, int]


def assemble_steps(
    domain: Domain, known: dict[str, int], goal: list[Need], actions: Iterable[Action], target: Concept
) -> tuple[Step, ...]:
    """The steps of a plan.

    Consecutive levels of a competency become one step, unless something between them needs the lower and
    is needed by the higher one. Stages are the longest chains of steps; within a stage the steps that most hours
    of the rest wait for come first.

    Args:
        domain: The actions' needs and figures.
        known: The rank at which each competency is known, and 1 for each credential held.
        goal: What must be true in the end.
        actions: The chosen actions; together with what is known they reach the goal.
        target: The concept that the goal belongs to.
    """
    order = _executable_order(domain, known, actions)
    blocks = _merge(_blocks(domain, known, goal, order))
    stages = _stages(blocks)
    waiting = _waiting_hours(domain, blocks, stages)
    ranked = sorted(blocks, key=lambda block: (stages[block], -waiting[block], blocks[block].actions[-1]))
    position = {number: index for index, number in enumerate([_GOAL, *ranked])}
    layout = _Layout(blocks, stages, position)
    return tuple(_step(domain, layout, block, target) for block in ranked)


def _executable_order(domain: Domain, known: dict[str, int], actions: Iterable[Action]) -> list[Action]:
    """The actions in rounds, each of those that what is known and the rounds before make possible, in their order."""
    held = dict(known)
    order: list[Action] = []
    needs = {action: domain.needs(action) for action in sorted(actions)}
    users: dict[str, list[Action]] = {}
    for action, own in needs.items():
        for need in own:
            for concept, _ in need.facts:
                users.setdefault(concept, []).append(action)
    waiting = list(needs)
    while waiting:
        ready = [action for action in waiting if _are_met(needs[action], held)]
        for action in ready:
            del needs[action]
        gained = [fact for action in ready for fact in domain.effects(action)]
        for concept, rank in gained:
            held[concept] = max(rank, held.get(concept, 0))
        order.extend(ready)
        # Only who leans on what was gained can have become possible.
        waiting = sorted({user for concept, _ in gained for user in users.get(concept, ()) if user in needs})
    assert not needs, "the actions of a plan can be executed"
    return order


def _are_met(needs: list[Need], held: dict[str, int]) -> bool:
    for need in needs:
        if len(need.facts) == 1:
            [(concept, rank)] = need.facts
            if held.get(concept, 0) < rank:
                return False
        elif sum([held.get(concept, 0) >= rank for concept, rank in need.facts]) < need.at_least:
            return False
    return True


def _blocks(domain: Domain, known: dict[str, int], goal: list[Need], order: list[Action]) -> dict[int, _Block]:
    """One block an action, each need with the blocks that are the first to fulfil it."""
    made: dict[str, list[tuple[int, int]]] = {}
    blocks = {index: _Block([action]) for index, action in enumerate(order)}

    def link(user: int, need: Need) -> list[int]:
        missing = need.at_least
        first = []
        for concept, rank in need.facts:
            if known.get(concept, 0) >= rank:
                missing -= 1
                continue
            for block, reached in made.get(concept, ()):
                if reached >= rank:
                    first.append(block)
                    break
        serving = sorted(set(sorted(first)[: max(missing, 0)])) if len(first) > 1 else first[: max(missing, 0)]
        for block in serving:
            blocks[block].uses.append((user, need))
        return serving

    for index, action in enumerate(order):
        blocks[index].needs = [(need, link(index, need)) for need in domain.needs(action)]
        for concept, rank in domain.effects(action):
            made.setdefault(concept, []).append((index, rank))
    for need in goal:
        link(_GOAL, need)
    return blocks


def _merge(blocks: dict[int, _Block]) -> dict[int, _Block]:
    for high in sorted(blocks):
        action = blocks[high].actions[0]
        for low in sorted(blocks[high].leans_on()):
            last = blocks[low].actions[-1]
            same = (last.kind, last.concept, last.helper) == (action.kind, action.concept, action.helper)
            if action.kind != "take" and same and last.rank == action.start and not _passes(blocks, high, low):
                _join(blocks, low, high)
                break
    return blocks


def _passes(blocks: dict[int, _Block], high: int, low: int) -> bool:
    """Whether another block stands between the two."""
    stack = [block for block in blocks[high].leans_on() if block != low]
    seen = set(stack)
    while stack:
        for below in blocks[stack.pop()].leans_on():
            if below == low:
                return True
            if below not in seen:
                seen.add(below)
                stack.append(below)
    return False


def _join(blocks: dict[int, _Block], low: int, high: int) -> None:
    upper, lower = blocks.pop(high), blocks[low]
    for _, serving in upper.needs:
        for number in serving:
            block = blocks[number]
            block.uses = [(low if user == high else user, need) for user, need in block.uses]
    for user, _ in upper.uses:
        if user != _GOAL:
            block = blocks[user]
            block.needs = [(need, [low if b == high else b for b in serving]) for need, serving in block.needs]
    lower.actions.extend(upper.actions)
    lower.needs.extend(
        (need, serving) for need, serving in upper.needs if need.requirement is not None or low not in serving
    )
    lower.uses = [(user, need) for user, need in lower.uses if user != low] + upper.uses


def _stages(blocks: dict[int, _Block]) -> dict[int, int]:
    stages: dict[int, int] = {}
    rest = sorted(blocks)
    while rest:
        for block in rest:
            below = blocks[block].leans_on() - {block}
            if below <= stages.keys():
                stages[block] = 1 + max((stages[other] for other in below), default=0)
        rest = [block for block in rest if block not in stages]
    return stages


def _waiting_hours(domain: Domain, blocks: dict[int, _Block], stages: dict[int, int]) -> dict[int, float]:
    waiting: dict[int, float] = {}
    for block in sorted(blocks, key=lambda block: -stages[block]):
        own = sum(domain.hours(action).likely for action in blocks[block].actions)
        after = [waiting[user] for user, _ in blocks[block].uses if user not in (_GOAL, block)]
        waiting[block] = own + max(after, default=0.0)
    return waiting


def _step(domain: Domain, layout: _Layout, number: int, target: Concept) -> Step:
    block = layout.blocks[number]
    first, last = block.actions[0], block.actions[-1]
    whole = last._replace(start=first.start)
    needs = {tuple(option for option, _ in need.facts) for need, _ in block.needs if need.requirement is not None}
    is_study = last.kind != "take"
    return Step(
        kind=last.kind,
        concept=domain.graph[last.concept],
        from_level=Level(first.start) if is_study and first.start else None,
        to_level=Level(last.rank) if is_study else None,
        hours=domain.hours(whole),
        price=domain.price(whole),
        weeks=domain.weeks(whole),
        needs=tuple(sorted(needs)),
        uses=_uses(domain, layout, block, target),
        stage=layout.stages[number],
    )


def _uses(domain: Domain, layout: _Layout, block: _Block, target: Concept) -> tuple[Use, ...]:
    uses: dict[tuple[str, int], Use] = {}
    for user, need in sorted(block.uses, key=lambda use: (layout.position[use[0]], use[1].facts)):
        by = target if user == _GOAL else domain.graph[layout.blocks[user].actions[-1].concept]
        if need.requirement is not None:
            uses.setdefault((by.id, id(need.requirement)), Use(by, need.requirement, need.requirement.evidence))
        elif user != _GOAL:
            uses.setdefault((by.id, 0), Use(by, None, _helping_evidence(by, block)))
    return tuple(uses.values())


def _helping_evidence(by: Concept, block: _Block) -> tuple[Evidence, ...]:
    studied = block.actions[-1].concept
    if isinstance(by, Competency):
        for near in by.easier_with:
            if near.know == studied:
                return near.evidence
    return (Evidence.curated("It goes on from the level reached here."),)
