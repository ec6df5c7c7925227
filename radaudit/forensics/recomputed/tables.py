"""A table before and after harmonisation, side by side, with all that may have been asked of the harmoniser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

EACH = "each set by itself"
FLOAT = 1e-6  # of a column's SD: what an iteration that stops a step earlier leaves
FLOAT32 = 2.0**-24  # covariates, and in neuroCombat whole tables, pass through single precision


@dataclass(frozen=True)
class Tables:
    """The same cases and columns before and after.

    Attributes
    ----------
    raw, made
        float64, shape (cases, columns), without empty cells.
    raw_half, made_half
        How far each printed number may be from the one it was printed from, same shape.
    batches
        What may have been the batch, by name: one text a case, None where unknown.
    covariates
        What may have been preserved, by name: float64, shape (cases, k), nan where unknown.
    subsets
        On which rows it may have been fitted, by name: bool, shape (cases,).
    sets
        Set of each case ("train", "test", ...), empty where unknown.
    outcome
        Its name among batches and covariates; "" if there is none.
    """

    raw: np.ndarray = field(repr=False)
    made: np.ndarray = field(repr=False)
    raw_half: np.ndarray = field(repr=False)
    made_half: np.ndarray = field(repr=False)
    batches: Mapping[str, tuple[str | None, ...]] = field(repr=False)
    covariates: Mapping[str, np.ndarray] = field(repr=False)
    subsets: Mapping[str, np.ndarray] = field(repr=False)
    sets: tuple[str, ...] = ()
    outcome: str = ""

    def __len__(self) -> int:
        return len(self.raw)

    @cached_property
    def spread(self) -> np.ndarray:
        """SD of each column after harmonisation; 1 where it is constant."""
        spread = self.made.std(axis=0)
        return np.where(spread > 0, spread, 1.0)

    @cached_property
    def slack(self) -> np.ndarray:
        """How far a number that was computed again may be from the printed one, shape (cases, columns)."""
        before = self.raw.std(axis=0)
        per_unit = self.spread / np.where(before > 0, before, np.inf)
        single = FLOAT32 * np.abs(self.raw) * per_unit
        return self.made_half + self.raw_half * per_unit + single + FLOAT * self.spread

    @property
    def rounded(self) -> bool:
        """Whether either table shows less than it was written from."""
        return bool(self.made_half.any() or self.raw_half.any())

    def codes(self, batch: str, by_set: bool = False) -> np.ndarray:
        """Number of each case's batch, or of its batch within its set; -1 where unknown."""
        known = self.batches[batch]
        texts = [
            None if own is None or (by_set and not which) else (own, which if by_set else "")
            for own, which in zip(known, self.sets or [""] * len(known), strict=True)
        ]
        levels = {text: code for code, text in enumerate(sorted({own for own in texts if own is not None}))}
        return np.array([levels.get(text, -1) for text in texts])

    def terms(self, names: Sequence[str]) -> np.ndarray:
        """Covariates side by side, shape (cases, k)."""
        columns = [self.covariates[name] for name in names]
        return np.column_stack(columns) if columns else np.zeros((len(self), 0))

    def some(self, most: int) -> Tables:
        """The same with so many columns at most, spread evenly over the table."""
        if self.raw.shape[1] <= most:
            return self
        chosen = np.linspace(0, self.raw.shape[1] - 1, most).round().astype(int)
        arrays = {name: getattr(self, name)[:, chosen] for name in ("raw", "made", "raw_half", "made_half")}
        return replace(self, **arrays)
