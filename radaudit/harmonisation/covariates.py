"""Covariates as columns of a design, in the same way for the rows fitted on and for any others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.harmonisation.method import CannotHarmonise

RANK = 1e-7  # singular values below this share of the largest count as none: the libraries' covariates are float32
LOST = 1e-6  # of its spread: more than this lost by rounding to float32, and a covariate is centred and scaled first


@dataclass(frozen=True)
class Coding:
    """How one covariate becomes columns.

    Attributes
    ----------
    name
        Of the covariate.
    levels
        Of a text: its values in the rows fitted on, sorted; the first has no column. Empty for a number.
    middle, scale
        Of a number: what is subtracted, and what it is divided by.
    bounds
        Of a number: its range in the rows fitted on, as its column has it.
    """

    name: str
    levels: tuple[str, ...] = ()
    middle: float = 0.0
    scale: float = 1.0
    bounds: tuple[float, float] = (0.0, 0.0)

    def columns(self, values: np.ndarray) -> np.ndarray:
        """The covariate's columns; float64, shape (rows, columns).

        Raises
        ------
        CannotHarmonise
            If a value is missing, or none of the rows fitted on had it.
        """
        values = complete(self.name, values)
        if not self.levels:
            if values.dtype.kind != "f":
                raise CannotHarmonise(f"the covariate {self.name!r} was a number where it was fitted, and is text here")
            return ((values - self.middle) / self.scale)[:, None]
        strange = sorted(set(values.astype(str)) - set(self.levels))
        if strange:
            known = ", ".join(map(repr, self.levels))
            message = f"no row fitted on had {strange[0]!r} as its {self.name!r}, so its effect isn't known"
            raise CannotHarmonise(f"{message} (known: {known})")
        return np.column_stack([values == level for level in self.levels[1:]]).astype(float)


def complete(name: str, values: Sequence) -> np.ndarray:
    """A covariate as float64 or as text, shape (rows,), with nothing missing.

    Raises
    ------
    CannotHarmonise
        If something is.
    """
    values = np.asarray(values)
    if values.dtype.kind in "fiub":
        values = values.astype(float)
        empty = ~np.isfinite(values)
    else:
        empty = np.array([value is None or value != value or value == "" for value in values.tolist()], dtype=bool)
    if empty.any():
        message = f"the covariate {name!r} is missing in {empty.sum()} of {len(values)} rows"
        raise CannotHarmonise(f"{message}; leave those rows out, or the covariate")
    return values if values.dtype.kind == "f" else values.astype(str)


def coded(covariates: Mapping[str, Sequence], smooth: Sequence[str] = ()) -> tuple[tuple[Coding, ...], tuple[str, ...]]:
    """How covariates become columns, learnt from the rows fitted on; and sentences on what was handled.

    Raises
    ------
    CannotHarmonise
        If a value is missing, or a smooth term is no number or none of the covariates.
    """
    if unknown := sorted(set(smooth) - set(covariates)):
        raise CannotHarmonise(f"the smooth term {unknown[0]!r} is none of the covariates")
    codings, notes = [], []
    for name, given in covariates.items():
        values = complete(name, given)
        if name in smooth and values.dtype.kind != "f":
            raise CannotHarmonise(f"the smooth term {name!r} is text; only a number can have a smooth effect")
        if (values == values[0]).all():
            notes.append(f"The covariate {name!r} has one value in the rows fitted on, and was left out.")
        elif values.dtype.kind != "f":
            codings.append(Coding(name, tuple(sorted(set(values.tolist())))))
        else:
            coding = _of_number(name, values)
            if coding.scale != 1.0:
                said = "loses its digits where the libraries round it to single precision, so it was centred and scaled"
                notes.append(f"The covariate {name!r} {said}; that changes no effect.")
            codings.append(coding)
    return tuple(codings), tuple(notes)


def _of_number(name: str, values: np.ndarray) -> Coding:
    middle, spread = float(values.mean()), float(values.std())
    low, high = float(values.min()), float(values.max())
    with np.errstate(over="ignore"):
        lost = np.abs(values.astype(np.float32).astype(float) - values).max()
    if lost <= LOST * spread:
        return Coding(name, bounds=(low, high))
    return Coding(name, (), middle, spread, ((low - middle) / spread, (high - middle) / spread))


def refuse_collinear(batches: np.ndarray, parts: Mapping[str, np.ndarray]) -> None:
    """See that batch and covariates can be told apart.

    Parameters
    ----------
    batches
        bool, shape (rows, batches): whose row is whose.
    parts
        Columns of each covariate; float64, shape (rows, columns).

    Raises
    ------
    CannotHarmonise
        If they can't; names the first covariate that says nothing new.
    """
    design, rank = batches.astype(float), batches.shape[1]
    for name, columns in parts.items():
        columns = columns - columns.mean(axis=0)
        design = np.column_stack([design, columns / np.where(columns.std(axis=0) > 0, columns.std(axis=0), 1.0)])
        rank += columns.shape[1]
        if np.linalg.matrix_rank(design, tol=RANK * np.linalg.norm(design, 2)) < rank:
            message = f"the covariate {name!r} can't be told from the batch and the covariates before it"
            raise CannotHarmonise(f"{message}: leave it out, or join batches in which it does not vary")
