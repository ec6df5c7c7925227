"""Taking the best of several scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase.vocabulary import words
from radaudit.models.ledger.tracked import NOTHING

if TYPE_CHECKING:
    from radaudit.models.ledger.watching import Watch

HIGHEST = words("max argmax nanargmax idxmax nanmax amax if")
LOWEST = words("min argmin nanargmin idxmin nanmin amin")
MOST = 2000


def choice(watch: Watch, site: int, name: str, marks: frozenset[int]) -> frozenset[int]:
    """Note that one of several scores was picked.

    Returns
    -------
    frozenset of int
        Marks of the choice, which go with what was picked; none if fewer than two scores took part.
    """
    scores = watch.marks.of(marks, "score")
    numbers = sorted({mark >> 1 for mark in scores})
    if len(numbers) < 2:
        return NOTHING
    watch.event(site, "choice", how="lowest" if name in LOWEST else "highest", scores=numbers[:MOST])
    made: set[int] = set()
    for number in numbers[:MOST]:
        step = watch.marks.steps[number]
        made |= watch.marks.make("tuning", site, "choice", step.seen, step.exact)
    return frozenset(made)
