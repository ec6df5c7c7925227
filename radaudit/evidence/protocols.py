"""Groups of cases that were imaged alike: by scanner, kernel, slice thickness, ..., inside each declared batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.acquisition import PROPERTIES, Acquisition
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.site_effects import batch_column, site_codes
from radaudit.study.load import Study

# What changes the voxels themselves and that a protocol sets. Voxel spacing goes with the patient's size, and
# resampling evens it out.
BATCH_MAKERS = (
    *("manufacturer", "model", "scanner", "kernel", "sequence", "field_strength", "slice_thickness"),
    *("kvp", "repetition_time", "echo_time"),
)
APART = 1.1  # ratio of neighbouring numbers from which they are of two protocols, as features/acquired-alike has it
MOST_GROUPS = 8  # more are no protocols, but values that vary freely


@dataclass(frozen=True)
class Protocol:
    """One way to group the cases.

    Attributes
    ----------
    properties
        Names of the properties that group them in this same way.
    groups
        Code of each case's group in the cohort's order, -1 where unknown.
    levels
        What the groups have, by code.
    """

    properties: tuple[str, ...]
    groups: np.ndarray = field(repr=False)
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Protocols:
    """The ways in which cases of one batch differ.

    Attributes
    ----------
    column
        Where the cohort table names the batches; "" if it names none, and all cases count as of one.
    batches, names
        Code of each case's batch in the cohort's order, -1 where unknown, and the names.
    ways
        Groupings, each once.
    told
        Cases of which more is known than the voxel size.
    """

    column: str
    batches: np.ndarray = field(repr=False)
    names: tuple[str, ...]
    ways: tuple[Protocol, ...]
    told: int


@evidence
def protocols(study: Study, cohort: Cohort, acquisition: Acquisition) -> Protocols:
    """How the cases group by what made their images."""
    try:
        column = batch_column(study, cohort)
        batches, names = site_codes(cohort, column)
    except Unavailable:
        column, batches, names = "", np.zeros(len(cohort), dtype=int), ("all cases",)
    ways: dict[tuple[int, ...], Protocol] = {}
    for own in PROPERTIES:
        if own.name not in BATCH_MAKERS or (own.name == "scanner" and column == study.manifest.cohort.scanner):
            continue
        groups, levels = grouped(acquisition.values[own.name], own.numeric)
        if not 2 <= len(levels) <= MOST_GROUPS:
            continue
        key = _as_partition(groups)
        earlier = ways.get(key)
        properties = (*earlier.properties, own.words) if earlier else (own.words,)
        told = tuple(f"{own.words} {level}" for level in levels)
        shown = _joined(earlier, groups, told) if earlier else told
        ways[key] = Protocol(properties, earlier.groups if earlier else groups, shown)
    told = sum(any(acquisition.values[name][row] is not None for name in BATCH_MAKERS) for row in range(len(cohort)))
    return Protocols(column, batches, names, tuple(ways.values()), told)


def grouped(values: Sequence[str | float | None], numeric: bool) -> tuple[np.ndarray, tuple[str, ...]]:
    """Code of each value's group, -1 where unknown, and what the groups have; numbers are parted where they are apart.

    Parameters
    ----------
    values
        Of one property, shape (cases,).
    numeric
        Whether they are numbers above 0, which form a group as long as neighbours are within a ratio of 1.1.
    """
    known = sorted({own for own in values if own is not None})
    if not numeric:
        code = {own: number for number, own in enumerate(known)}
        return np.array([code.get(own, -1) for own in values], dtype=int), tuple(map(str, known))
    parts: list[list[float]] = []
    for own in known:
        if parts and own <= parts[-1][-1] * APART:
            parts[-1].append(own)
        else:
            parts.append([own])
    code = {own: number for number, part in enumerate(parts) for own in part}
    levels = tuple(f"{part[0]:g}" if len(part) == 1 else f"{part[0]:g} to {part[-1]:g}" for part in parts)
    return np.array([code.get(own, -1) for own in values], dtype=int), levels


def _as_partition(groups: np.ndarray) -> tuple[int, ...]:
    """The same for groupings that part the cases in the same way, whatever the codes."""
    first: dict[int, int] = {-1: -1}
    return tuple(first.setdefault(code, len(first) - 1) for code in groups.tolist())


def _joined(earlier: Protocol, groups: np.ndarray, told: Sequence[str]) -> tuple[str, ...]:
    """What each group of the earlier grouping has, with what it has in this one."""
    return tuple(
        f"{level}, {told[int(groups[np.flatnonzero(earlier.groups == code)[0]])]}"
        for code, level in enumerate(earlier.levels)
    )
