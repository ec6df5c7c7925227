"""Traces of how a table was written: lost decimal points, dates, parts with fewer digits than the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.plausible.groups import COARSE, short_names

FULL = 13  # significant digits that nearly every number of full precision shows
FEW = 8  # significant digits up to which a number was rounded, or was kept as float32
MOST = 0.9  # share of the cells of a row or column that must have few digits, or full ones
TELLING = 4  # significant digits, from which a column is one of measured fractions
LARGER = 100.0  # how far a number that lost its point is beyond all others
SAME = 0.6  # share of the cells that break off at the same digit in a rounded column
SHOWN = 0.8  # share of the cases in which a column must hold a number that can show its digits
FEWEST = 5  # cells that a row or column must have before its digits say anything

_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*"
_DATES = (
    r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?:[ t]\d{1,2}:\d\d(?::\d\d)?)?",
    rf"\d{{1,2}}[-./ ]+{_MONTH}(?:[-./ ]+\d{{2,4}})?",
    rf"{_MONTH}[-./ ]+\d{{1,4}}",
)
_DATE = re.compile("|".join(_DATES), re.IGNORECASE)
_COMPLEX = re.compile(r"\(?[+-]?[\d.]+(?:e[+-]?\d+)?[+-][\d.]+(?:e[+-]?\d+)?j\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Digits:
    """Parts of a table in full precision that were written with few digits.

    Attributes
    ----------
    rows, columns
        Their positions.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def is_date(text: str) -> bool:
    """Whether a cell looks like a date: spreadsheets make one of 3.12."""
    return bool(_DATE.fullmatch(text.strip()))


def is_complex(text: str) -> bool:
    """Whether a cell is a complex number: pyradiomics writes MCC so where an eigenvalue has an imaginary part."""
    return bool(_COMPLEX.fullmatch(text.strip()))


def lost_points(values: np.ndarray) -> list[tuple[int, int]]:
    """Whole numbers that are far beyond all others in a column of fractions, by row and column.

    12.345678 becomes 12345678 where a spreadsheet takes the decimal sign for one that groups thousands: the number
    is whole and far too large, and shows about as many digits as the others.

    Parameters
    ----------
    values
        float64, shape (cases, features).
    """
    found = []
    for column in range(values.shape[1]):
        own = values[:, column]
        known = np.isfinite(own)
        with np.errstate(invalid="ignore", over="ignore"):
            whole = known & (own == np.rint(own)) & (np.abs(own) >= 1000)
            fractions = known & (own != np.rint(own))
        if not whole.any() or fractions.sum() < max(FEWEST, 0.8 * known.sum()):
            continue
        far = whole & (np.abs(own) > LARGER * np.abs(own[fractions]).max())
        usual = np.median(_written(own[fractions])[0])
        if usual >= TELLING:
            found += [(int(row), column) for row in np.flatnonzero(far) if _written(own[[row]])[0][0] >= usual - 2]
    return sorted(found)


def few_digits(names: Sequence[str], values: np.ndarray) -> Digits:
    """Rows and columns with few digits in a table of full precision.

    Columns that are whole numbers or grey values by nature don't count, nor do constant cells such as 0 and 1.
    Where the table has names of other tools, only rows can tell: nobody knows which of its columns are coarse.

    Parameters
    ----------
    names
        Columns.
    values
        float64, shape (cases, features).
    """
    short = short_names(names)
    digits, decimals = _written(values)
    telling = np.array([name not in COARSE for name in short], dtype=bool)
    shown = digits > 0
    if not shown[:, telling].any() or np.mean(digits[:, telling][shown[:, telling]] >= FULL) <= 0.5:
        return Digits((), ())
    named = [name != "" and not name.startswith("glszm") for name in short]  # few zones give simple fractions
    likely = np.flatnonzero(telling & named & (shown.mean(axis=0) >= SHOWN))
    likely = [column for column in likely if len(np.unique(values[shown[:, column], column])) >= FEWEST]
    columns = [column for column in likely if _is_rounded(digits[:, column], decimals[:, column])]
    fine = telling & [_is_full(digits[:, column]) for column in range(digits.shape[1])]
    rows = [row for row in range(len(values)) if _is_few(digits[row, fine])]
    return Digits(tuple(rows), tuple(int(column) for column in columns))


def _is_few(digits: np.ndarray) -> bool:
    shown = digits[digits > 0]
    return len(shown) >= FEWEST and bool(np.mean(shown <= FEW) >= MOST)


def _is_rounded(digits: np.ndarray, decimals: np.ndarray) -> bool:
    """Few digits, and most cells break off at the same one: fractions such as 2.5 and 1.75 do not."""
    own = digits > 0
    if not _is_few(digits) or decimals[own].max() < 1:
        return False
    return any(np.unique(kind[own], return_counts=True)[1].max() >= SAME * own.sum() for kind in (digits, decimals))


def _is_full(digits: np.ndarray) -> bool:
    shown = digits[digits > 0]
    return len(shown) > 0 and bool(np.mean(shown >= FULL) > 0.5)


def _written(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Significant digits and decimals of each number as it is written shortest; 0 for 0, 1, -1, 1e6 and no number."""
    digits, decimals = np.zeros(values.shape, dtype=int), np.zeros(values.shape, dtype=int)
    for place, number in np.ndenumerate(values):
        if np.isfinite(number) and number not in (0.0, 1.0, -1.0, 1e6):
            mantissa, _, exponent = repr(float(number)).partition("e")
            whole, _, fraction = mantissa.lstrip("-").partition(".")
            digits[place] = len((whole + fraction).strip("0"))
            decimals[place] = max(0, len(fraction.rstrip("0")) - int(exponent or 0))
    return digits, decimals
