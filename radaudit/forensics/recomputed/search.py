"""Looks for the way in which a table was harmonised: what is declared first, then one thing changed, then several.

Batch and covariates are mostly known before anything is computed (`link`), so that what is left to try is on which rows
the harmonisation was fitted, with which options, and by which program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from radaudit.forensics.recomputed.closeness import Closeness, closeness
from radaudit.forensics.recomputed.link import Link, link_of
from radaudit.forensics.recomputed.recipe import Recipe, harmonised
from radaudit.forensics.recomputed.tables import EACH, Tables
from radaudit.harmonisation.implementations.all import IMPLEMENTATIONS, USUAL
from radaudit.harmonisation.implementations.asked import NotOffered
from radaudit.harmonisation.method import Method

ALL, TRAIN, TUNED = "all rows", "set train", "train and validation"
MOST_TRIED = 120
MOST_SLOW = 400  # columns up to which the non-parametric form is tried, whose time grows with their square
MOST_REFERENCES = 12
FAR_APART = 1e3  # what meets a table in full precision this many times closer is the one


@dataclass(frozen=True)
class Trial:
    """One recipe, and how near it comes."""

    recipe: Recipe
    close: Closeness


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes
    ----------
    link
        What the tables tell without computing anything again.
    met
        Recipes that give the table to its last printed digit, the declared one first.
    near
        The closest of the others, the best for each set of rows; ascending.
    tried
        How many were computed.
    left
        Why some were not, by name of the implementation.
    """

    link: Link
    met: tuple[Trial, ...] = ()
    near: tuple[Trial, ...] = ()
    tried: int = 0
    left: dict[str, str] = field(default_factory=dict)


def search(tables: Tables, declared: Recipe | None) -> Found:
    """How the table was harmonised.

    Parameters
    ----------
    tables
        Before and after.
    declared
        What the study says; tried first, and its columns before others. None where it doesn't say enough.
    """
    link = link_of(tables)
    if link.kind in ("same", "scaled"):
        return Found(link)
    tried: dict[Recipe, Closeness | None] = {}
    left = {own.name: own.missing for own in IMPLEMENTATIONS.values() if not own.installed}
    for recipe in _in_order(tables, link, declared):
        if len(tried) >= MOST_TRIED:
            break
        found = _try(tables, recipe, tried)
        if found is not None and found.met:
            for rival in _beside(tables, link, recipe):
                _try(tables, rival, tried)
            break
    trials = [Trial(recipe, close) for recipe, close in tried.items() if close is not None]
    met = [trial for trial in trials if trial.close.met]
    return Found(link, _apart(met), _best(trials, met), len(trials), left)


def _try(tables: Tables, recipe: Recipe, tried: dict[Recipe, Closeness | None]) -> Closeness | None:
    if recipe not in tried:
        try:
            tried[recipe] = closeness(tables, harmonised(tables, recipe))
        except NotOffered:
            tried[recipe] = None
    return tried[recipe]


def _apart(met: list[Trial]) -> tuple[Trial, ...]:
    """Those that can't be told from the closest one."""
    if not met:
        return ()
    best = min(trial.close.worst for trial in met)
    return tuple(trial for trial in met if trial.close.worst <= max(FAR_APART * best, 1e-11))


def _best(trials: list[Trial], met: list[Trial]) -> tuple[Trial, ...]:
    """The closest for each set of rows, of those that do not meet the table."""
    best: dict[str, Trial] = {}
    for trial in sorted(trials, key=lambda own: own.close.off):
        if trial not in met:
            best.setdefault(trial.recipe.rows, trial)
    return tuple(best.values())


def _in_order(tables: Tables, link: Link, declared: Recipe | None) -> Iterator[Recipe]:
    """What is tried, one after the other."""
    if declared is not None:
        yield declared
    bases = _bases(tables, link, declared)
    for base in bases:
        for rows in _rows(tables, link):
            yield replace(base, rows=rows)
    for base in bases:
        for method in _methods(tables, link, base):
            for rows in _rows(tables, link):
                yield replace(base, rows=rows, method=method)
    for base in bases:
        for by in IMPLEMENTATIONS:
            if by != USUAL and IMPLEMENTATIONS[by].installed:
                for method in (base.method, *_methods(tables, link, base)):
                    for rows in _rows(tables, link):
                        yield replace(base, rows=rows, method=method, by=by)
    for base in bases:
        for rows in _unusual(tables):
            yield replace(base, rows=rows)


def _bases(tables: Tables, link: Link, declared: Recipe | None) -> list[Recipe]:
    """Batch and covariates, as the tables tell them; where they don't, as they are declared, or one at a time."""
    first = declared or Recipe(ALL, link.batch or next(iter(tables.batches), ""))
    if not first.batch:
        return []
    if link.kind == "preserved":
        told = replace(first, batch=link.batch, covariates=link.covariates, before=link.before)
        return [told, *(replace(told, covariates=own) for own in link.rivals)]
    if link.kind == "grouped":
        told = replace(first, batch=link.batch, covariates=(), before=link.before)
        return _of_means(tables, link, told, first.covariates) if link.shifts else [told]
    alone = replace(first, covariates=())
    others = [replace(alone, covariates=(name,)) for name in tables.covariates if name != first.batch]
    others += [replace(alone, batch=name) for name in tables.batches]
    return list(dict.fromkeys([first, alone, *others]))


def _of_means(tables: Tables, link: Link, told: Recipe, declared: tuple[str, ...]) -> list[Recipe]:
    """Where means alone were moved, the tables don't tell what was preserved: sets of covariates, small ones first."""
    names = [name for name in tables.covariates if name not in (link.batch, *link.same)]
    kept = dict.fromkeys([declared, (), *((name,) for name in names), *combinations(names, 2)])
    return [replace(told, covariates=own, method=Method(mean_only=True)) for own in kept]


def _rows(tables: Tables, link: Link) -> list[str]:
    """Rows that a harmonisation is usually fitted on, the likeliest first."""
    usual = [EACH, ALL, TRAIN] if link.by_set else [ALL, TRAIN, TUNED, EACH]
    sets = len(set(tables.sets) - {""})
    return [name for name in usual if (name == EACH and sets > 1) or name in tables.subsets]


def _unusual(tables: Tables) -> list[str]:
    return [name for name in tables.subsets if name not in (ALL, TRAIN, TUNED)]


def _methods(tables: Tables, link: Link, base: Recipe) -> list[Method]:
    """Options, one changed at a time; then two."""
    levels = sorted({own for own in tables.batches[base.batch] if own is not None})[:MOST_REFERENCES]
    references = list(link.untouched) if link.untouched else levels if link.kind in ("other", "unknown") else []
    plain = [Method(), Method(empirical_bayes=False), Method(mean_only=True)]
    if link.shifts:
        plain = [Method(mean_only=True), Method(mean_only=True, parametric=False)]
    made = [*plain, *(Method(reference=own) for own in references), Method("standardised")]
    made += [replace(own, reference=ref) for own in plain[1:] for ref in references]
    if tables.raw.shape[1] <= MOST_SLOW:
        made += [Method(parametric=False), *(Method(parametric=False, reference=own) for own in references)]
    return [own for own in dict.fromkeys(made) if own != base.method]


def _beside(tables: Tables, link: Link, hit: Recipe) -> Iterator[Recipe]:
    """What may not be told from a recipe that gives the table: other rows, a covariate more or less, other programs."""
    for rows in (*_rows(tables, link), *_unusual(tables)):
        yield replace(hit, rows=rows)
    for by in IMPLEMENTATIONS:
        if IMPLEMENTATIONS[by].installed:
            yield replace(hit, by=by)
    if tables.rounded or link.shifts:
        for name in tables.covariates:
            fewer = tuple(own for own in hit.covariates if own != name)
            yield replace(hit, covariates=fewer if name in hit.covariates else (*hit.covariates, name))
    for own in link.rivals:
        yield replace(hit, covariates=own)
