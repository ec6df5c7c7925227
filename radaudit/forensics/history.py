"""What was done to a table, told by the equations that survive: over all rows, within groups, given covariates.

Published features of pyradiomics obey linear equations. ComBat gives each batch a shift and a scale of its own and adds
back what it preserved (Johnson et al. 2007, doi:10.1093/biostatistics/kxj037), so within a batch the equations hold
again if, and only if, the preserved covariates stand in them. No published tool asks this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from radaudit.features.plausible.origin import origin_of
from radaudit.forensics.laws import FREE, Fit, half_units, linear_laws, mostly
from radaudit.forensics.scene import (
    MOST_ROWS,
    LawFound,
    Scene,
    at_floor,
    by_size,
    enough,
    large_enough,
    laws_shown,
    p_between,
    p_of_outcome,
    rows_of,
    same_groups,
)

MOST_LAWS = 6  # every filter repeats them
ALPHA = 1e-4  # of tests, after Bonferroni; for a proof the residual must fall to the rounding as well
CLEAR = 3.0  # how far the residual must fall for a proof
BY_GROUP = 0.1  # share of the pooled residual sum that a grouping must leave before what is left is tested
FINE = 1e-4  # of a column's SD: rounding finer than this leaves room for a search after rows were set aside


@dataclass(frozen=True)
class History:
    """What the equations tell.

    Attributes
    ----------
    kind
        "unknown": no linear equation has its columns, or too few rows. "raw": nonlinear equations hold as well.
        "scaled": one shift and scale of each column. "grouped": one for each group of rows. "preserved": one for each
        group, with covariates preserved. "other": none of these.
    batch
        The grouping; others with the same rows together follow in `same`.
    covariates
        That were preserved.
    rivals
        Other sets of covariates, as small, that explain it as well.
    tier
        "proved" where the residual falls to the rounding, "tested" where only the F-test tells.
    p
        Of the F-test that led from the simpler model to this one, Bonferroni over laws and candidates.
    beyond
        Smallest such p-value that the outcome explains more, where nothing comes down to the rounding; 1 if not tested.
    laws
        Evidence.
    odd
        Rows that break the equations that the others keep.
    rows
        How many rows took part.
    """

    kind: str
    batch: str = ""
    same: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    rivals: tuple[tuple[str, ...], ...] = ()
    tier: str = "proved"
    p: float = 1.0
    beyond: float = 1.0
    laws: tuple[LawFound, ...] = ()
    odd: tuple[int, ...] = ()
    rows: int = 0


def history_of(
    names: Sequence[str],
    values: np.ndarray,
    groupings: Mapping[str, np.ndarray],
    covariates: Mapping[str, np.ndarray],
    outcome: str = "",
) -> History:
    """What was done to a table.

    Parameters
    ----------
    names
        Columns.
    values
        float64, shape (cases, features).
    groupings
        Candidates for the batch: int codes, shape (cases,), -1 where unknown. The coarser ones are preferred.
    covariates
        Candidates for what was preserved, the outcome among them: shape (cases, k), nan where unknown.
    outcome
        Which of them is the outcome.
    """
    laws = linear_laws(names)[:MOST_LAWS]
    if origin_of(names, values).kind == "raw":
        return History("raw", rows=len(values))
    if not laws or len(values) < 4 * FREE:
        return History("unknown")
    scene = Scene(values, half_units(names, values, laws), laws, dict(groupings), dict(covariates), outcome)
    found = _search(scene)
    if found.kind != "other":
        return found
    return _without_odd_rows(scene) or _beyond(scene)


def _search(scene: Scene) -> History:
    everyone = np.zeros(len(scene.values), dtype=int)
    pooled = scene.fits(everyone, ())
    if not pooled:
        return History("unknown")
    if at_floor(pooled):
        simple = History("scaled", laws=laws_shown(scene, everyone, ()), rows=rows_of(pooled))
        return _finer(scene, everyone, pooled) or simple
    for name, codes in by_size(scene.groupings):
        grouped = scene.fits(codes, ())
        if grouped and enough(grouped, scene) and at_floor(grouped):
            plain = History(
                "grouped",
                name,
                same_groups(scene.groupings, name),
                laws=laws_shown(scene, codes, ()),
                rows=rows_of(grouped),
            )
            return _finer_given(scene, name, codes) or plain
    return _preserved(scene) or History("other")


def _finer(scene: Scene, everyone: np.ndarray, pooled: Sequence[Fit]) -> History | None:
    """Groups that explain what looked like rounding; only where the table was rounded at all."""
    if max(own.floor for own in pooled) < FINE:
        return None
    best: tuple[float, str] = (ALPHA, "")
    for name, codes in scene.groupings.items():
        own = large_enough(codes, 3)
        p = p_between(scene, np.where(own >= 0, 0, -1), (), own, (), len(scene.groupings))
        best = min(best, (p, name))
    if not best[1]:
        return None
    name = best[1]
    given = _finer_given(scene, name, scene.groupings[name])
    evidence = laws_shown(scene, scene.groupings[name], ())
    return given or History(
        "grouped",
        name,
        same_groups(scene.groupings, name),
        tier="tested",
        p=best[0],
        laws=evidence,
        rows=rows_of(pooled),
    )


def _finer_given(scene: Scene, name: str, codes: np.ndarray) -> History | None:
    """The outcome, given every other covariate, within the rounding of a table with few digits."""
    if scene.outcome not in scene.covariates or scene.outcome in (name, *same_groups(scene.groupings, name)):
        return None
    fits = scene.fits(codes, ())
    if not fits or max(own.floor for own in fits) < FINE:
        return None
    p = p_of_outcome(scene, codes, len(scene.groupings))
    if p > ALPHA:
        return None
    evidence = laws_shown(scene, codes, (scene.outcome,))
    same = same_groups(scene.groupings, name)
    return History("preserved", name, same, (scene.outcome,), tier="tested", p=p, laws=evidence, rows=rows_of(fits))


def _preserved(scene: Scene) -> History | None:
    """The smallest set of covariates that brings the residual down to the rounding."""
    for chosen in _sets(scene):
        hits = []
        tests = len(chosen) * len(scene.groupings)
        for name, codes in by_size(scene.groupings):
            own = large_enough(codes, 3 + scene.terms(chosen[0]).shape[1])
            for one in chosen:
                if _explains(scene, name, own, one) and (p := p_between(scene, own, (), own, one, tests)) <= ALPHA:
                    hits.append((name, own, one, p))
        if hits:
            name, own, one, p = hits[0]
            rivals = tuple(dict.fromkeys(other for *_, other, _ in hits if other != one))
            return History(
                "preserved", name, same_groups(scene.groupings, name), one, rivals, p=p,
                laws=laws_shown(scene, own, one), rows=int((own >= 0).sum()),
            )  # fmt: skip
    return None


def _sets(scene: Scene) -> Iterator[list[tuple[str, ...]]]:
    """Sets of covariates, those of one size together."""
    names = tuple(scene.covariates)
    for size in (1, 2):
        if size <= len(names):
            yield list(combinations(names, size))
    for large in (scene.others, names):
        if len(large) > 2:
            yield [large]


def _explains(scene: Scene, batch: str, codes: np.ndarray, chosen: Sequence[str]) -> bool:
    if batch in chosen or set(same_groups(scene.groupings, batch)) & set(chosen):
        return False
    known = np.where(np.isfinite(scene.terms(chosen)).all(axis=1), codes, -1)
    with_it, without = scene.fits(known, chosen), scene.fits(known, ())
    if not with_it or not enough(with_it, scene) or not at_floor(with_it) or len(with_it) != len(without):
        return False
    pairs = zip(without, with_it, strict=True)  # where rounding hides the batch, a law says nothing against it
    return any(one.rms >= CLEAR * two.rms and two.at_floor for one, two in pairs)


def _without_odd_rows(scene: Scene) -> History | None:
    """The same search among the rows that follow one equation to the last digit, if these are most of all."""
    everyone = np.zeros(len(scene.values), dtype=int)
    tries = [(everyone, ()), *((codes, ()) for codes in scene.groupings.values())]
    if scene.outcome in scene.covariates:
        tries += [(codes, (scene.outcome,)) for name, codes in scene.groupings.items() if name != scene.outcome]
    for codes, chosen in tries:
        terms = scene.terms(chosen)
        known = np.where(np.isfinite(terms).all(axis=1), codes, -1)
        if (known >= 0).sum() < MOST_ROWS * len(known):
            continue
        follow = np.array([mostly(law, scene.values, scene.half, known, terms) for law in scene.laws])
        odd = (known >= 0) & ~follow.all(axis=0)
        if not odd.any() or odd.sum() > (1 - MOST_ROWS) * (known >= 0).sum():
            continue
        kept = {name: np.where(odd, -1, own) for name, own in scene.groupings.items()}
        values = np.where(odd[:, None], np.nan, scene.values)
        again = _search(replace(scene, groupings=kept, values=values))
        if again.kind in ("scaled", "grouped", "preserved") and max(law.floor for law in again.laws) < FINE:
            return replace(again, odd=tuple(int(row) for row in np.flatnonzero(odd)))
    return None


def _beyond(scene: Scene) -> History:
    """No model comes down to the rounding: whether the outcome explains more than every other covariate does."""
    everyone = np.zeros(len(scene.values), dtype=int)
    best = History("other", rows=len(scene.values))
    if scene.outcome not in scene.covariates:
        return best
    for name, codes in scene.groupings.items():
        if name == scene.outcome or scene.outcome in same_groups(scene.groupings, name):
            continue
        own = large_enough(codes, 3 + scene.terms([*scene.others, scene.outcome]).shape[1])
        pooled, grouped = scene.fits(np.where(own >= 0, everyone, -1), ()), scene.fits(own, ())
        if not grouped or not enough(grouped, scene):
            continue
        left = [two.rss / one.rss for one, two in zip(pooled, grouped, strict=True)]
        if np.median(left) > BY_GROUP:
            continue
        p = p_of_outcome(scene, own, len(scene.groupings))
        if p < best.beyond:
            best = replace(best, batch=name, beyond=p, laws=laws_shown(scene, own, (scene.outcome,)), tier="tested")
    return best
