"""What an implementation is asked for, and what it says of itself."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from radaudit.harmonisation.method import Method


class NotOffered(Exception):
    """An implementation has no such option, or can't work on such a table; says why."""


@dataclass(frozen=True)
class Asked:
    """One harmonisation.

    Attributes
    ----------
    table
        float64, shape (cases, features), without empty cells.
    batch
        Of each case.
    covariates, names
        What is preserved, float64, shape (cases, k); k may be 0. And what each column is called.
    fitted
        Rows on which it is fitted, bool, shape (cases,); it is applied to all.
    method
        Empirical Bayes or not, parametric or not, means only, reference batch.
    """

    table: np.ndarray = field(repr=False)
    batch: tuple[str, ...] = field(repr=False)
    covariates: np.ndarray = field(repr=False)
    names: tuple[str, ...]
    fitted: np.ndarray = field(repr=False)
    method: Method


@dataclass(frozen=True)
class Implementation:
    """A program, or several that give the same numbers.

    Attributes
    ----------
    name
        For the report.
    module
        What is imported.
    extra
        How it is installed; empty where it always is.
    licence, megabytes
        Of the program, and of all that it brings.
    harmonise
        Gives the harmonised table; raises `NotOffered`.
    """

    name: str
    module: str
    extra: str
    licence: str
    megabytes: int
    harmonise: Callable[[Asked], np.ndarray]

    @property
    def installed(self) -> bool:
        """Whether it can be imported; looks and imports nothing."""
        return importlib.util.find_spec(self.module) is not None

    @property
    def missing(self) -> str:
        """How it could be tried where it is not installed."""
        return f"not installed: pip install '{self.extra}' ({self.licence}, {self.megabytes} MB)"
