"""One way in which a table may have been harmonised, and what it would have made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from radaudit.forensics.recomputed.link import before
from radaudit.forensics.recomputed.tables import EACH, Tables
from radaudit.harmonisation.implementations.all import IMPLEMENTATIONS, USUAL
from radaudit.harmonisation.implementations.asked import Asked, NotOffered
from radaudit.harmonisation.method import Method


@dataclass(frozen=True)
class Recipe:
    """Everything that a harmonisation was asked.

    Attributes
    ----------
    rows
        Name of the rows that it was fitted on, or `tables.EACH`.
    batch, covariates
        Columns of the cohort table.
    method
        Options.
    by
        Name of the implementation.
    before
        What was done to the raw table before: "", "log" or "log1p".
    """

    rows: str
    batch: str
    covariates: tuple[str, ...] = ()
    method: Method = field(default_factory=Method)
    by: str = USUAL
    before: str = ""

    def in_words(self) -> str:
        """As one says it."""
        kept = f", preserving {' and '.join(map(repr, self.covariates))}" if self.covariates else ""
        first = f" after {self.before}" if self.before else ""
        return f"{self.method.in_words()} by {self.batch!r}{kept}, fitted on {_rows(self.rows)}{first}"


def _rows(name: str) -> str:
    return {"set train": "the training rows", EACH: "each set by itself"}.get(name, name)


def harmonised(tables: Tables, recipe: Recipe) -> np.ndarray:
    """The raw table, harmonised so; shape (cases, columns), nan for cases whose batch or covariates are not known.

    Raises
    ------
    NotOffered
        If the implementation can't do it, or is not installed.
    """
    own = IMPLEMENTATIONS[recipe.by]
    if not own.installed:
        raise NotOffered(f"{own.name} is not installed")
    names = tuple(
        f"{name} {k}" if k else name for name in recipe.covariates for k in range(tables.covariates[name].shape[1])
    )
    raw, terms, batch = before(tables.raw, recipe.before), tables.terms(recipe.covariates), tables.batches[recipe.batch]
    known = np.array([name is not None for name in batch]) & np.isfinite(terms).all(axis=1)
    columns = np.isfinite(raw).all(axis=0)
    made = np.full(raw.shape, np.nan)
    for applied, fitted in _pieces(tables, recipe.rows, known):
        places = np.flatnonzero(applied)
        if not fitted.any():
            continue
        lost = {batch[row] for row in places} - {batch[row] for row in np.flatnonzero(fitted)}
        places = places[[batch[row] not in lost for row in places]]  # batches that were not there to be fitted on
        asked = Asked(
            raw[np.ix_(places, columns)], tuple(batch[row] for row in places), terms[places], names, fitted[places],
            recipe.method,
        )  # fmt: skip
        made[np.ix_(places, columns)] = own.harmonise(asked)
    return made


def _pieces(tables: Tables, rows: str, known: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows that are harmonised together, and those among them that it is fitted on."""
    if rows != EACH:
        return [(known, known & tables.subsets[rows])]
    sets = np.array(tables.sets)
    return [(known & (sets == name), known & (sets == name)) for name in sorted(set(tables.sets) - {""})]
