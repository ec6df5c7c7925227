"""To how many digits a table was printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_NUMBER = re.compile(r"[+-]?(\d*)[.,]?(\d*)(?:[eE]([+-]?\d+))?$")
FULL_DIGITS = 15  # significant digits that a float64 always keeps
MOST_FIXED = 8  # more decimals than anybody rounds to on purpose


@dataclass(frozen=True)
class Resolution:
    """How the numbers of a table were written.

    Attributes
    ----------
    decimals
        Greatest number of decimals of any cell; an exponent counts.
    digits
        Greatest number of significant digits of any cell.
    """

    decimals: int
    digits: int

    @property
    def rounded(self) -> bool:
        """Whether the table shows less than the numbers it was written from."""
        return not (self.decimals > MOST_FIXED and self.digits >= FULL_DIGITS)

    @property
    def words(self) -> str:
        if not self.rounded:
            return "full precision"
        fixed = self.decimals <= MOST_FIXED
        return f"{self.decimals} decimals" if fixed else f"{self.digits} significant digits"

    def half_units(self, numbers: np.ndarray) -> np.ndarray:
        """Half a unit of the last digit of each number; 0 for a table in full precision.

        A table is printed with so many decimals, or with so many significant digits. The greatest number of
        decimals gives one unit for all cells, that of significant digits one a cell; under either way of
        printing the true unit is the larger of the two.

        Parameters
        ----------
        numbers
            Any shape.
        """
        if not self.rounded:
            return np.zeros(numbers.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            size = np.floor(np.log10(np.abs(numbers)))
        by_digits = np.where(np.isfinite(size), 10.0 ** (size - self.digits + 1), 0.0)
        return 0.5 * np.maximum(10.0**-self.decimals, by_digits)


def resolution_of(texts: Iterable[str]) -> Resolution:
    """How these cells were written; cells that hold no number are passed over."""
    decimals, digits = -math.inf, 0
    for text in texts:
        found = _NUMBER.match(text.strip())
        if not found:
            continue
        whole, fraction, exponent = found[1], found[2], int(found[3] or 0)
        decimals = max(decimals, len(fraction) - exponent)
        digits = max(digits, len((whole + fraction).lstrip("0")))
    return Resolution(int(decimals), digits) if digits else Resolution(MOST_FIXED + 1, FULL_DIGITS)
