"""How each number of a harmonised table follows from the raw one: a shift and a scale, for which rows, given what.

ComBat gives each batch a shift and a scale of its own in every column, and adds back unscaled what it preserved
(Johnson et al. 2007, doi:10.1093/biostatistics/kxj037). So within a batch the harmonised column is a linear function of
the raw one and of the preserved covariates, to the last digit, whichever program did it and on whichever rows it was
fitted. Ordinary least squares in each batch therefore name batch and covariates before anything is harmonised again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from radaudit.forensics.recomputed.tables import FLOAT, FLOAT32, Tables

FREE = 4  # rows of a batch beyond the factors that are fitted in it
MOST, FEW = 0.8, 0.5  # share of the columns that follow, and that must not follow without the covariates
ROWS = 0.8  # share of the rows that must be in batches large enough to tell
SCREENED, PASSED = 24, 0.6  # columns on which candidates are tried first; share of them that must follow
BEFORE = ("", "log", "log1p")  # of the raw table


@dataclass(frozen=True)
class Link:
    """What the two tables tell of each other.

    Attributes
    ----------
    kind
        "same": the harmonised table is the raw one. "scaled": one shift and scale of each column. "grouped": one for
        each batch. "preserved": one for each batch, given covariates. "other": none of these. "unknown": too few rows.
    before
        What was done to the raw table before: "", "log" or "log1p".
    batch, same
        Which column names the batches; others that name the same rows together.
    by_set
        Whether the batches of each set have a shift and a scale of their own.
    covariates, rivals
        What was preserved; other sets as small that explain it as well.
    shifts
        Whether all batches have the same scale; then what was preserved leaves no trace here.
    untouched
        Batches that stayed as they were: a reference.
    share
        Of the columns that follow, and that would without the covariates.
    """

    kind: str
    before: str = ""
    batch: str = ""
    same: tuple[str, ...] = ()
    by_set: bool = False
    covariates: tuple[str, ...] = ()
    rivals: tuple[tuple[str, ...], ...] = ()
    shifts: bool = False
    untouched: tuple[str, ...] = ()
    share: tuple[float, float] = (0.0, 0.0)


def before(raw: np.ndarray, how: str) -> np.ndarray:
    """The raw table after what was done to it first; nan where a number has no logarithm."""
    if not how:
        return raw
    with np.errstate(divide="ignore", invalid="ignore"):
        made = np.log(raw) if how == "log" else np.log1p(raw)
    return np.where(np.isfinite(made), made, np.nan)


def link_of(tables: Tables) -> Link:
    """What the harmonised table is of the raw one; the simplest answer that leaves no more than rounding."""
    everyone, nothing = np.zeros(len(tables), dtype=int), tables.terms(())
    if (np.abs(tables.made - tables.raw) <= tables.made_half + tables.raw_half).mean() > MOST:
        return Link("same", share=(1.0, 1.0))
    if len(tables) < 2 * FREE:
        return Link("unknown")
    for how in BEFORE:
        if (share := _follow(tables, how, everyone, nothing)) >= MOST:
            return Link("scaled", how, share=(share, share))
        for found in _by_batch(tables, how):
            return found
    return Link("other")


def _by_batch(tables: Tables, how: str) -> Iterator[Link]:
    """Batches and covariates that explain the table, the simplest first."""
    few, candidates = tables.some(SCREENED), _batches(tables)
    if how and not np.isfinite(before(few.raw, how)).all():
        return
    for chosen in _sets(tables):
        hits = [
            (name, by_set, one)
            for name, by_set, codes in candidates
            for one in chosen
            if name not in one
            and _follow(few, how, codes, tables.terms(one)) >= PASSED
            and _told(tables, how, codes, one)
        ]
        if hits:
            name, by_set, one = hits[0]
            codes = tables.codes(name, by_set)
            rivals = dict.fromkeys(other for own, apart, other in hits if (own, apart) == (name, by_set))
            share = _follow(tables, how, codes, tables.terms(one))
            without = _follow(tables, how, codes, tables.terms(())) if one else share
            found = Link(
                "preserved" if one else "grouped", how, name, _same(tables, name), by_set, one,
                tuple(own for own in rivals if own != one), share=(share, without),
            )  # fmt: skip
            yield _with_scales(tables, found, codes)
            return


def _told(tables: Tables, how: str, codes: np.ndarray, covariates: Sequence[str]) -> bool:
    """Whether nearly all columns follow, and most of them would not without the covariates."""
    if _follow(tables, how, codes, tables.terms(covariates)) < MOST:
        return False
    return not covariates or _follow(tables, how, codes, tables.terms(())) <= FEW


def _batches(tables: Tables) -> list[tuple[str, bool, np.ndarray]]:
    """Candidates for the batch, by number of batches; those within sets after all others."""
    found = []
    for by_set in (False, True):
        own = [(name, by_set, tables.codes(name, by_set)) for name in tables.batches]
        own = [each for each in own if len(np.unique(each[2][each[2] >= 0])) > 1]
        found += sorted(own, key=lambda each: len(np.unique(each[2])))
    return found


def _sets(tables: Tables) -> Iterator[list[tuple[str, ...]]]:
    """Sets of covariates, those of one size together."""
    names = tuple(tables.covariates)
    yield [()]
    for size in (1, 2):
        if size <= len(names):
            yield list(combinations(names, size))
    for large in (tuple(name for name in names if name != tables.outcome), names):
        if len(large) > 2:
            yield [large]


def _same(tables: Tables, batch: str) -> tuple[str, ...]:
    """Other columns that put the same rows together."""
    own, found = tables.codes(batch), []
    for name in tables.batches:
        other = tables.codes(name)
        both = {pair for pair in zip(own, other, strict=True) if min(pair) >= 0}
        if name != batch and len(both) == len({one for one, _ in both}) == len({two for _, two in both}) > 1:
            found.append(name)
    return tuple(found)


def _with_scales(tables: Tables, link: Link, codes: np.ndarray) -> Link:
    """The same, with whether all batches have one scale, and which of them stayed as they were."""
    shifts = _follow(tables, link.before, codes, tables.terms(link.covariates), one_scale=True) >= MOST
    names = tables.batches[link.batch]
    calm = np.abs(tables.made - before(tables.raw, link.before)) <= tables.slack
    levels = sorted({own for own in names if own is not None})
    still = [own for own in levels if calm[[name == own for name in names]].all(axis=0).mean() >= MOST]
    return replace(link, shifts=shifts, untouched=tuple(still))


def _follow(tables: Tables, how: str, codes: np.ndarray, terms: np.ndarray, one_scale: bool = False) -> float:
    """Share of the columns that follow from the raw ones in every batch, to the rounding; 0 with too few rows."""
    used = (codes >= 0) & np.isfinite(terms).all(axis=1)
    raw = before(tables.raw, how)
    worst, slope_of, parts = np.zeros(raw.shape[1]), [], []
    for code in np.unique(codes[used]):
        own = np.flatnonzero(used & (codes == code))
        if len(own) < 2 + terms.shape[1] + FREE:
            used[own] = False
            continue
        x, y = _within(raw[own], tables.made[own], terms[own])
        parts.append((own, x, y))
        energy = (x**2).sum(axis=0)
        slope_of.append(np.where(energy > 0, (x * y).sum(axis=0) / np.where(energy > 0, energy, 1), 0.0))
    if used.mean() < ROWS:
        return 0.0
    if one_scale:
        energy = sum((x**2).sum(axis=0) for _, x, _ in parts)
        slope_of = [sum((x * y).sum(axis=0) for _, x, y in parts) / np.where(energy > 0, energy, 1)] * len(parts)
    for slope, (own, x, y) in zip(slope_of, parts, strict=True):
        size = np.abs(raw[own])
        step = tables.raw_half[own] / (np.maximum(np.exp(raw[own]), 1e-300) if how else 1.0)
        # one number's rounding moves the whole line, so the coarsest number of a batch counts for all of it
        printed = (tables.made_half[own] + np.abs(slope) * (step + FLOAT32 * size)).max(axis=0)
        worst = np.maximum(worst, np.abs(y - slope * x).max(axis=0) / (2 * printed + FLOAT * tables.spread))
    return float((worst <= 1).mean())


def _within(raw: np.ndarray, made: np.ndarray, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both tables without what a constant and the covariates explain of them in this batch."""
    design = np.column_stack([np.ones(len(raw)), terms - terms.mean(axis=0)])
    spread = np.abs(design).max(axis=0)
    left, sizes, _ = np.linalg.svd(design / np.where(spread > 0, spread, 1), full_matrices=False)
    basis = left[:, sizes > 1e-10 * sizes[0]]
    return raw - basis @ (basis.T @ raw), made - basis @ (basis.T @ made)
