"""Which cases of a table other settings would have to explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radaudit.features.comparison import TableComparison
from radaudit.features.names import parse_name

MOST = 0.5  # of the cases in which a feature deviates, or of the features that deviate in a case
FEWEST_CASES = 3  # with one pattern: fewer are mix-ups of single cases
FEWEST_FEATURES = 2  # one column alone was edited


@dataclass(frozen=True)
class Group:
    """Cases that deviate in one way.

    Attributes
    ----------
    oddness
        By case: in how many features it deviates from the way of the group.
    others
        Cases that the declared parameters give, where these are most.
    """

    oddness: Mapping[str, int]
    others: tuple[str, ...] = ()


def to_explain(table: TableComparison) -> Group | None:
    """The cases that other settings may explain; None if the declared ones give all but single cells and cases.

    Features that deviate in most cases, or that have no partner because their image type or class was not extracted,
    concern the whole table. Some features that deviate together in some cases concern these: part of the table may
    have been made with other settings.
    """
    usual = table.deviates.mean(axis=0) > MOST
    if usual.any() or _not_enabled(table):
        return Group(_oddness(table, usual, range(len(table.cases))))
    moved = table.deviates.sum(axis=0) >= FEWEST_CASES
    if moved.sum() < FEWEST_FEATURES:
        return None
    inside = table.deviates[:, moved].mean(axis=1) > MOST
    if inside.sum() < FEWEST_CASES:
        return None
    pattern = table.deviates[inside].mean(axis=0) > MOST
    others = [case for case, row in zip(table.cases, table.deviates, strict=True) if not row.any()]
    return Group(_oddness(table, pattern, inside.nonzero()[0]), tuple(others))


def _oddness(table: TableComparison, pattern, rows) -> dict[str, int]:
    return {table.cases[row]: int((table.deviates[row] != pattern).sum()) for row in rows}


def _not_enabled(table: TableComparison) -> bool:
    """Whether the table has an image type or a class that the declared parameters don't extract."""
    done = [feature.name for feature in table.features if feature.name]
    done += [parts for name in table.not_reported if (parts := parse_name(name))]
    known = {name.image for name in done} | {name.kind for name in done}
    other = [parts for name in table.not_extracted if (parts := parse_name(name))]
    return any(not {parts.image, parts.kind} <= known for parts in other)
