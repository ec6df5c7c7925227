"""The feature table, the same after harmonisation, and whether its values were scaled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import words

_LOOKED_AT = 200  # columns
_EXACT = 1e-4  # how near to mean 0 and standard deviation 1; tables are printed with some digits


def find(seen: Seen) -> Iterator[Guess]:
    """Table and join column; scaling; the harmonised table."""
    if seen.features is not None:
        yield from _features(seen, seen.sheets[seen.features])
    for sheet in seen.of("harmonised")[:1]:
        if seen.joining(sheet) is None:
            continue
        reason = f"{sheet.path} is called after harmonisation and holds {len(sheet.features)} features"
        yield Guess(("harmonisation", "table"), sheet.path, 0.85, reason)
        combat = any(word.startswith(("combat", "neurocombat")) for word in words(sheet.path))
        about = "by the table's name" if combat else "which method the table does not say; ComBat is the usual one"
        yield Guess(("harmonisation", "method"), "combat", 0.8 if combat else 0.6, about)


def _features(seen: Seen, sheet: Sheet) -> Iterator[Guess]:
    joined = (seen.ids.key, 1.0) if sheet is seen.people else seen.joining(sheet)
    if joined is None:
        return
    named = len(sheet.features)
    measured = [name for name in sheet.others if sheet.has_fractions(name)]
    about = f"{sheet.path} holds {named or len(measured)} columns "
    about += "with names of pyradiomics" if named else "of measurements, none with a name of pyradiomics"
    yield Guess(("features", "table"), sheet.path, 0.95 if named else 0.7, about)
    column, share = joined
    if not sheet.unique(column):
        told = f"{column!r} of {sheet.path} repeats ids; a feature table has one row a case"
        yield Guess(("features", "case"), column, 0.4, told)
        return
    yield Guess(("features", "case"), column, 0.95 if share > 0.95 else 0.75, f"names {share:.0%} of the cohort's ids")
    scaled = _scaled(sheet)
    if scaled:
        yield Guess(("features", "normalised"), *scaled)


def _scaled(sheet: Sheet) -> tuple[str, float, str] | None:
    """Whether columns have mean 0 and standard deviation 1, or run from 0 to 1."""
    columns = [sheet.table.numbers(name)[0] for name in sheet.features[:_LOOKED_AT]]
    varied = [own for own in columns if np.isfinite(own).sum() > 2 and np.nanmin(own) < np.nanmax(own)]
    if len(varied) < 5:
        return None
    unit = [
        abs(np.nanmean(own)) < _EXACT and min(abs(np.nanstd(own, ddof=ddof) - 1) for ddof in (0, 1)) < _EXACT
        for own in varied
    ]
    span = [np.nanmin(own) == 0 and np.nanmax(own) == 1 for own in varied]
    for name, fits, what in (("zscore", unit, "mean 0 and standard deviation 1"), ("minmax", span, "run from 0 to 1")):
        if np.mean(fits) > 0.95:
            return name, 0.9, f"{sum(fits)} of the first {len(varied)} features: {what}, over all rows"
    return None
