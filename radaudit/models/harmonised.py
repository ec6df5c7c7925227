"""Features harmonised anew for a run, from the table before harmonisation: on the rows it fits on, or on all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from radaudit.harmonisation.harmonise import Unseen, fit
from radaudit.harmonisation.method import CannotHarmonise, Method

Rows = Literal["fit", "pool", "none"]
UNSEEN = {
    "refuse": "batches that none of them is of are refused",
    "leave": "batches that none of them is of stay as they are",
    "estimate": "batches that none of them is of are estimated from their own rows, without outcomes",
}


@dataclass(frozen=True)
class Harmonise:
    """How a run's features are harmonised.

    Attributes
    ----------
    method
        Which.
    covariates
        Names of `Unharmonised.covariates` that are preserved.
    rows
        What is learnt from: "fit", the rows fitted on; "pool", those and the pool of the run, as a leak has it;
        "none": the features stay as they were before harmonisation.
    unseen
        What becomes of rows of batches that none of those is of, see `harmonisation.harmonise.Fitted.transform`.
    """

    method: Method = field(default_factory=Method)
    covariates: tuple[str, ...] = ()
    rows: Rows = "fit"
    unseen: Unseen = "refuse"

    def joined(self, other: Harmonise) -> Harmonise:
        """What undoes two flaws at once: learnt from the fewer rows, with what both preserve."""
        rows = next(name for name in ("none", "fit", "pool") if name in (self.rows, other.rows))
        return replace(self, rows=rows, covariates=tuple(name for name in self.covariates if name in other.covariates))

    def in_words(self) -> str:
        """As a report says it: ``ComBat, fitted on the training rows, age preserved; ...``."""
        if self.rows == "none":
            return "features as they were before harmonisation"
        rows = "the training rows" if self.rows == "fit" else "all rows"
        kept = f", {' and '.join(self.covariates)} preserved" if self.covariates else ""
        return f"{self.method.in_words()}{kept}, fitted on {rows}; {UNSEEN[self.unseen]}"


@dataclass(frozen=True)
class Unharmonised:
    """A setup's features as they were before harmonisation, and what it takes to harmonise them.

    Attributes
    ----------
    features
        float64, shape (cases, columns): rows and columns of the setup.
    batch
        Site or scanner of each case; None where unknown.
    covariates
        What may be preserved, by name, one value a case: float64 with nan, or text with None, where unknown.
    """

    features: np.ndarray = field(repr=False)
    batch: tuple[str | None, ...] = field(repr=False)
    covariates: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)

    def harmonised(self, how: Harmonise, rows: np.ndarray) -> np.ndarray:
        """All rows, harmonised by what some tell.

        Parameters
        ----------
        how
            In which way; its ``rows`` has no meaning here.
        rows
            int64: positions of those that are learnt from; a row may stand several times.

        Returns
        -------
        np.ndarray
            float64, shape (cases, columns).

        Raises
        ------
        CannotHarmonise
            If that can't be; says why.
        """
        if missing := [name for name in how.covariates if name not in self.covariates]:
            raise CannotHarmonise(f"the covariate {missing[0]!r} is not known")
        covariates = {name: self.covariates[name] for name in how.covariates}
        learnt = {name: values[rows] for name, values in covariates.items()}
        fitted = fit(self.features[rows], [self.batch[row] for row in rows], learnt, how.method)
        return fitted.transform(self.features, self.batch, covariates, how.unseen)


def harmonised_tables(
    given: Unharmonised | None, wanted: Sequence[tuple[Harmonise, np.ndarray] | None]
) -> tuple[list[np.ndarray], list[int | None], list[str]]:
    """The tables that runs need, each worked out once.

    Parameters
    ----------
    given
        The table before harmonisation; None if there is none.
    wanted
        For each run how, and the rows that are learnt from; None where its features stay as the setup has them.

    Returns
    -------
    tables : list of np.ndarray
        float64, shape (cases, columns) each.
    places : list
        For each run the position of its table; None where it needs none, or where there is a problem.
    problems : list of str
        For each run why it has no table; "" where it has one or needs none.
    """
    tables: list[np.ndarray] = []
    known: dict[tuple, tuple[int | None, str]] = {}
    found: list[tuple[int | None, str]] = []
    for each in wanted:
        if each is None:
            found.append((None, ""))
            continue
        how, rows = each
        key = (how.method, how.covariates, how.unseen, rows.tobytes()) if how.rows != "none" else ()
        if key not in known:
            try:
                tables.append(_table(given, how, rows))
                known[key] = (len(tables) - 1, "")
            except CannotHarmonise as fault:
                known[key] = (None, f"the features can't be harmonised anew: {fault}")
        found.append(known[key])
    return tables, [place for place, _ in found], [problem for _, problem in found]


def _table(given: Unharmonised | None, how: Harmonise, rows: np.ndarray) -> np.ndarray:
    if given is None:
        raise CannotHarmonise("there is no table from before harmonisation")
    return given.features if how.rows == "none" else given.harmonised(how, rows)
