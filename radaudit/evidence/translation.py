"""Masks that lie a few voxels from where the reported table had them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import NotApplicable
from radaudit.core.step import evidence
from radaudit.evidence.comparison import against_row
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.features.comparison import TableComparison
from radaudit.features.settings import Settings
from radaudit.features.translation import STATISTICS, FindTranslation, is_plain

MOST_CASES = 12
FEWEST = 3  # statistics of the grey levels, the mean among them, that a table must have
MOST = 0.5  # of a case's grey-level statistics must deviate


@dataclass(frozen=True)
class Translation:
    """A case's mask, moved.

    Attributes
    ----------
    voxels, mm
        The move along x, y, z, and how far it is.
    agreeing, compared
        How many of the table's features the moved mask gives, and of how many.
    """

    voxels: tuple[int, ...]
    mm: float
    agreeing: int
    compared: int


@dataclass(frozen=True)
class Translations:
    """What came out.

    Attributes
    ----------
    found
        By case; cases without a move that gives the table are left out.
    tried
        Cases that were looked at.
    """

    found: Mapping[str, Translation]
    tried: tuple[str, ...]

    def told(self, cases: tuple[str, ...] | list[str]) -> str:
        """A sentence about these cases; empty if none of their masks was moved."""
        own = {case: self.found[case] for case in cases if case in self.found}
        if not own:
            return ""
        moves = {move.voxels for move in own.values()}
        whole = all(move.agreeing == move.compared for move in own.values())
        which = "its mask" if len(own) == len(cases) == 1 else f"the masks of {len(own)} of {len(cases)} cases"
        where = f"{next(iter(moves))} voxels" if len(moves) == 1 else "a few voxels, each in its own way"
        extent = "all features" if whole else "the grey levels, though not all features,"
        return f"The table has {extent} of {which} moved by {where} along x, y, z: one of the two masks is misplaced."


@evidence
def translations(
    images: ImageIndex, settings: Settings, reported: FeatureTable, comparison: TableComparison, compute: Compute
) -> Translations:
    """Moves of masks that give the table; looked for only where shape features agree and grey levels do not."""
    if not is_plain(settings.given):
        raise NotApplicable("Grey levels are resampled, normalised or resegmented before they are counted.")
    columns = {name: column for name in STATISTICS if (column := _column(comparison, name)) is not None}
    shape = [c for c, own in enumerate(comparison.features) if own.name and own.name.kind.startswith("shape")]
    if "Mean" not in columns or len(columns) < FEWEST:
        raise NotApplicable("The table has too few first-order features of the original image.")
    levels = comparison.deviates[:, list(columns.values())].mean(axis=1) > MOST
    odd = [
        case
        for case, moved, row in zip(comparison.cases, levels, comparison.deviates, strict=True)
        if moved and not row[shape].any()
    ][:MOST_CASES]
    jobs = {case: job for case in odd if (job := _job(case, columns, images, settings, reported, comparison))}
    results = compute.map("Moving masks", list(jobs.values())) if jobs else []
    found = {
        case: _translation(case, result, reported, comparison.tolerance)
        for case, result in zip(jobs, results, strict=True)
        if not isinstance(result, Failure) and result["voxels"]
    }
    return Translations({case: move for case, move in found.items() if move.agreeing * 2 > move.compared}, tuple(jobs))


def _column(comparison: TableComparison, statistic: str) -> int | None:
    wanted = ("original", "firstorder", statistic)
    for column, own in enumerate(comparison.features):
        if own.name and (own.name.image, own.name.kind, own.name.feature) == wanted:
            return column
    return None


def _job(
    case: str,
    columns: Mapping[str, int],
    images: ImageIndex,
    settings: Settings,
    reported: FeatureTable,
    comparison: TableComparison,
) -> FindTranslation | None:
    row = reported.values[reported.rows[case]]
    names = {name: reported.columns[comparison.features[column].reported] for name, column in columns.items()}
    values = row[list(names.values())]
    halves = reported.resolution.half_units(values)
    given = {
        name: (float(value), float(half))
        for name, value, half in zip(names, values, halves, strict=True)
        if np.isfinite(value)
    }
    if "Mean" not in given or len(given) < FEWEST:
        return None
    own = images.cases[case]
    return FindTranslation(
        case, own.image, own.mask, own.label, settings.parameters, given, comparison.tolerance, own.roi
    )


def _translation(case: str, result: Mapping, reported: FeatureTable, tolerance: float) -> Translation:
    table = against_row(reported, case, result["features"], tolerance)
    compared = table.deviates.size
    return Translation(tuple(result["voxels"]), result["mm"], compared - int(table.deviates.sum()), compared)
