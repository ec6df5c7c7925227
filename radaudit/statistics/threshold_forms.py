"""By which measure of agreement a set of features was kept: every form is tried against the threshold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.agreement import ICC_FORMS
from radaudit.statistics.repeated import Repeated

CONCORDANCE = "ccc"
FORMS: Mapping[str, str] = {**ICC_FORMS, CONCORDANCE: "CCC"}
# What is tried first, where several would have kept the same: the usual ones.
_USUAL = ("icc2", "icc3", CONCORDANCE, "icc1", "icc2k", "icc3k", "icc1k")
# As papers write them: Shrout and Fleiss' numbers, and McGraw and Wong's letters.
_SPELT = {"1": "icc1", "2": "icc2", "3": "icc3", "a": "icc2", "c": "icc3"}


@dataclass(frozen=True, eq=False)
class FormFit:
    """What one form would have kept.

    Attributes
    ----------
    form
        A key of `FORMS`.
    lower
        Whether the interval's lower end is held against the threshold instead of the estimate.
    kept
        bool, shape (features,): features that reach it.
    fallen, missed
        How many features the authors kept that don't reach it, and how many they dropped that do.
    """

    form: str
    lower: bool
    kept: np.ndarray
    fallen: int
    missed: int

    @property
    def words(self) -> str:
        """For a sentence."""
        return f"the lower end of {FORMS[self.form]}" if self.lower else FORMS[self.form]


def form_of(statistic: str) -> tuple[str, bool] | None:
    """The form that a statistic's name means, and whether its lower end is meant; None for "ICC" without a form."""
    lower = bool(re.search(r"low|ci\b", statistic, re.IGNORECASE))
    plain = re.sub(r"lower|low|bound|end|limit|95|%|ci\b|[\s_()\[\],-]", "", statistic.casefold())
    if plain in ("ccc", "concordance", "lin", "linsccc"):
        return CONCORDANCE, lower
    found = re.fullmatch(r"icc([123ac])([1k]?)", plain)
    return (_SPELT[found[1]] + ("k" if found[2] == "k" else ""), lower) if found else None


def values_of(own: Repeated, form: str, lower: bool = False) -> np.ndarray:
    """A form's estimates, or lower ends; shape (features,). The concordance has no interval here: nan."""
    if form == CONCORDANCE:
        return np.full_like(own.concordance, np.nan) if lower else own.concordance
    return own[form].low if lower else own[form].estimate


def fits(own: Repeated, kept: np.ndarray, threshold: float, slack: float = 0.0) -> list[FormFit]:
    """Every form beside the authors' choice, the closest first.

    Parameters
    ----------
    own
        The repeated measurements of the features.
    kept
        bool, shape (features,): what the authors kept.
    threshold
        What the statistic must reach.
    slack
        Half a unit of the last printed digit: a value that is printed like the threshold counts as reaching it.

    Returns
    -------
    list of FormFit
        Of forms without a value for any feature none.
    """
    found = []
    for form in _USUAL:
        for lower in (False, True):
            values = values_of(own, form, lower)
            if np.isnan(values).all():
                continue
            reached = values >= threshold - slack
            fallen, missed = int((kept & ~reached).sum()), int((~kept & reached).sum())
            found.append(FormFit(form, lower, reached, fallen, missed))
    return sorted(found, key=lambda fit: fit.fallen + fit.missed)
