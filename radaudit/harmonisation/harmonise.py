"""Learn on some cases how batches differ, and take that out of these or any other cases.

::

    fitted = fit(table[train], sites[train], {"age": age[train]}, Method("combat"))
    harmonised = fitted.transform(table, sites, {"age": age})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from radaudit.harmonisation.combat import estimate, estimate_batch, splined
from radaudit.harmonisation.covariates import Coding, coded, complete, refuse_collinear
from radaudit.harmonisation.estimates import Estimates
from radaudit.harmonisation.method import CannotHarmonise, Method
from radaudit.harmonisation.per_batch import of_batch, of_batches
from radaudit.harmonisation.usable import filled, usable

Unseen = Literal["refuse", "leave", "estimate"]
Covariates = Mapping[str, Sequence]

STRETCHED = 1e-4  # variance of a feature in a batch, of its variance in all of them: a hundredth of the spread
FEW_FEATURES = 10  # with fewer, neuroHarmonize's authors advise against empirical Bayes


@dataclass(frozen=True)
class Fitted:
    """A harmonisation that learnt from some rows.

    Attributes
    ----------
    method
        Which.
    batches, counts
        Names of the batches that it knows, sorted, and how many rows of each it learnt from.
    columns
        Positions of the features that it changes; int64.
    untouched
        Positions of those that stay as they are.
    notes
        What was handled in fitting, in sentences.
    """

    method: Method
    batches: tuple[str, ...]
    counts: tuple[int, ...]
    columns: np.ndarray = field(repr=False)
    untouched: tuple[int, ...]
    notes: tuple[str, ...]
    features: int
    codings: tuple[Coding, ...] = field(repr=False)
    estimates: Estimates | None = field(repr=False)

    def transform(
        self,
        table: np.ndarray,
        batch: Sequence[str],
        covariates: Covariates | None = None,
        unseen: Unseen = "refuse",
    ) -> np.ndarray:
        """The table with the batches' effects taken out.

        Parameters
        ----------
        table
            Shape (rows, features), the features in the order fitted on. A cell that is nan stays nan.
        batch
            The rows' batches, shape (rows,).
        covariates
            Those fitted with, by name; each of shape (rows,).
        unseen
            Of rows whose batch it doesn't know: "refuse" them; "leave" them as they are; or "estimate" the batch's
            effects from its own rows here, without any outcome. With the last a row depends on the others given.

        Returns
        -------
        np.ndarray
            float64, a new array. Apart from estimated batches, each row has the same bits alone and among others.

        Raises
        ------
        CannotHarmonise
            If a batch is unknown and refused, or of one row and to be estimated; if a covariate is missing, or has a
            value that no row fitted on had.
        ValueError
            If shapes don't agree.
        """
        table, names = _looked_at(table, batch, covariates or {})
        if table.shape[1] != self.features:
            raise ValueError(f"fitted on {self.features} features, given {table.shape[1]}")
        if self.estimates is None or not len(table):
            return table
        codes = np.array([self.batches.index(name) if name in self.batches else -1 for name in names])
        strangers = sorted(set(names[codes < 0].tolist()))
        if strangers and unseen == "refuse":
            raise CannotHarmonise(self._unknown(strangers))
        changed = codes >= 0 if unseen != "estimate" else np.ones(len(codes), dtype=bool)
        if self.method.reference is not None:
            changed &= names != self.method.reference
        rows = np.flatnonzero(changed)
        if len(rows) and len(self.columns):
            own = {name: np.asarray(values)[rows] for name, values in (covariates or {}).items()}
            whole = len(rows) == len(table) and len(self.columns) == self.features
            cells = ... if whole else np.ix_(rows, self.columns)
            table[cells] = self._harmonised(table[cells], codes[rows], names[rows], own)
        return table

    def _harmonised(
        self, values: np.ndarray, codes: np.ndarray, names: np.ndarray, covariates: Covariates
    ) -> np.ndarray:
        found = self.estimates
        expected = found.expected(self._design(covariates, len(values)))
        made = values - expected  # in place from here on: tables of a hundred refits are large
        made /= found.deviation
        for code in np.unique(codes[codes >= 0]):
            rows = np.flatnonzero(codes == code)
            made[rows] = (made[rows] - found.gamma[code]) / np.sqrt(found.delta[code])
        for name in sorted(set(names[codes < 0].tolist())):
            rows = np.flatnonzero(names == name)
            made[rows] = self._estimated(made[rows], name)
        made *= found.deviation
        made += expected
        return made

    def _estimated(self, standardised: np.ndarray, name: str) -> np.ndarray:
        """Rows of a batch that nothing was learnt of, by what they say themselves."""
        if len(standardised) < 2 and not self.method.mean_only:
            raise CannotHarmonise(f"batch {name!r} has one row here, which can't tell how the batch differs")
        known, _ = usable(standardised, np.zeros(len(standardised), dtype=int), self.method.mean_only)
        made = standardised.copy()
        if known.any():
            own = standardised[:, known]
            learn = of_batch if self.method.name == "standardised" else estimate_batch
            gamma, delta = learn(filled(own, np.ones((len(own), 1))), self.method)
            made[:, known] = (own - gamma) / np.sqrt(delta)
        return made

    def _design(self, covariates: Covariates, rows: int) -> np.ndarray:
        """The covariates' columns as they were fitted: linear ones first, then the curves of smooth terms."""
        linear, smooth = _columns(self.codings, covariates, self.method, rows)
        if self.estimates.basis is None:
            return linear
        of_smooth = [coding for coding in self.codings if coding.name in self.method.smooth]
        low, high = np.array([coding.bounds for coding in of_smooth]).T
        return np.column_stack([linear, splined(self.estimates.basis, smooth, low, high)])

    def _unknown(self, strangers: Sequence[str]) -> str:
        word = "batch" if len(strangers) == 1 else "batches"
        said = f"{word} {', '.join(map(repr, strangers))} {'was' if len(strangers) == 1 else 'were'} not learnt from"
        return f"{said} (known: {', '.join(map(repr, self.batches))}); leave such rows as they are or estimate it"


def fit(table: np.ndarray, batch: Sequence[str], covariates: Covariates | None, method: Method) -> Fitted:
    """Learn how batches differ.

    Parameters
    ----------
    table
        Shape (rows, features): the rows to learn from, which no held-out row should be among. Not changed.
    batch
        Their batches (sites, scanners), as text; shape (rows,).
    covariates
        What may differ between batches for good reasons and is to be kept, by name; numbers, or text for classes.
        The outcome must not be among them: new cases have none.
    method
        How.

    Raises
    ------
    CannotHarmonise
        If a batch or covariate is missing in a row, the reference is no batch, a covariate can't be told from the
        batch, or an estimate is not finite.
    ValueError
        If shapes don't agree.
    """
    covariates = dict(covariates or {}) if method.name == "combat" else {}
    table, names = _looked_at(table, batch, covariates)
    kept, batches, notes = _batches(names, method)
    if method.name == "none" or len(batches) < 2:
        return _identity(method, table, names, notes)
    if not kept.all():
        table, names = table[kept], names[kept]
        covariates = {name: np.asarray(values)[kept] for name, values in covariates.items()}
    codings, handled = coded(covariates, method.smooth)
    notes += handled
    left = tuple(name for name in method.smooth if name not in {coding.name for coding in codings})
    codes = np.searchsorted(batches, names)
    linear, smooth = _columns(codings, covariates, method, len(table))
    member = codes[:, None] == np.arange(len(batches))
    refuse_collinear(member, {coding.name: coding.columns(covariates[coding.name]) for coding in codings})
    columns, said = usable(table, codes, method.mean_only, np.column_stack([member, linear, smooth]))
    notes += (*said, *_about_prior(int(columns.sum()), method))
    if left:
        notes += (f"Nothing is left to be smooth in for {', '.join(left)}.",)
    own = table if columns.all() else table[:, columns]
    reference = batches.index(method.reference) if method.reference is not None else None
    if not columns.any():
        found = None
    elif method.name == "standardised":
        found = of_batches(own, codes, method)
    else:
        whole = filled(own, np.column_stack([member, linear, smooth]))
        found = estimate(whole, codes, linear, smooth, method, reference)
        notes += _about_spread(found)
    places = np.arange(table.shape[1])
    counts = tuple(np.bincount(codes).tolist())
    untouched = tuple(places[~columns].tolist())
    return Fitted(method, batches, counts, places[columns], untouched, notes, table.shape[1], codings, found)


def _looked_at(table: np.ndarray, batch: Sequence[str], covariates: Covariates) -> tuple[np.ndarray, np.ndarray]:
    """A copy of the table as float64, and the batches as text."""
    table = np.array(table, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"a table of cases and features has 2 dimensions, this one {table.ndim}")
    empty = [name is None or name != name or name == "" for name in batch]
    names = np.array([str(name) for name in batch], dtype=object)
    for what, length in (("batches", len(names)), *((name, len(own)) for name, own in covariates.items())):
        if length != len(table):
            raise ValueError(f"{len(table)} rows, but {length} of {what!r}")
    if any(empty):
        raise CannotHarmonise(f"the batch is missing in {sum(empty)} of {len(names)} rows; leave those rows out")
    return table, names


def _batches(names: np.ndarray, method: Method) -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...]]:
    """Rows to learn from (bool), the batches that they belong to, and sentences on small ones."""
    batches, counts = np.unique(names.astype(str), return_counts=True)
    if method.reference is not None and method.reference not in batches:
        known = ", ".join(map(repr, batches.tolist()))
        raise CannotHarmonise(f"the reference batch {method.reference!r} is none of those fitted on ({known})")
    notes = []
    lone = batches[counts == 1].tolist() if not method.mean_only and method.name != "none" else []
    if method.reference in lone:
        raise CannotHarmonise(f"the reference batch {method.reference!r} has one row, which shows no spread")
    if len(lone) == 1:
        notes.append(f"Batch {lone[0]!r} has one row, which shows no spread: it was left out and counts as unseen.")
    elif lone:
        said = f"Batches {', '.join(map(repr, lone))} have one row each, which shows no spread"
        notes.append(f"{said}: they were left out and count as unseen.")
    two = [name for name in batches[counts == 2].tolist() if method.name != "none"]
    if two:
        each = " each" if len(two) > 1 else ""
        notes.append(f"What is known of {', '.join(map(repr, two))} rests on two rows{each}.")
    kept = [name for name in batches.tolist() if name not in lone]
    if len(kept) < 2 and method.name != "none":
        notes.append("With fewer than two batches there is nothing to harmonise: every value stays as it is.")
    return np.isin(names.astype(str), kept), tuple(kept), tuple(notes)


def _identity(method: Method, table: np.ndarray, names: np.ndarray, notes: tuple[str, ...]) -> Fitted:
    batches, counts = np.unique(names.astype(str), return_counts=True)
    everything = tuple(range(table.shape[1]))
    known = tuple(batches.tolist()), tuple(counts.tolist())
    return Fitted(method, *known, np.arange(0), everything, notes, table.shape[1], (), None)


def _columns(
    codings: Sequence[Coding], covariates: Covariates, method: Method, rows: int
) -> tuple[np.ndarray, np.ndarray]:
    """Covariates with linear and with smooth effects; float64, shape (rows, columns) each."""
    if missing := [coding.name for coding in codings if coding.name not in covariates]:
        raise CannotHarmonise(f"fitted with the covariate {missing[0]!r}, which is not given for these rows")
    parts: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for coding in codings:
        parts[coding.name in method.smooth].append(coding.columns(complete(coding.name, covariates[coding.name])))
    linear, smooth = (np.column_stack([np.empty((rows, 0)), *own]) for own in parts)
    return linear if method.smooth else linear.astype(np.float32).astype(float), smooth


def _about_spread(found: Estimates) -> tuple[str, ...]:
    stretched = int((found.delta < STRETCHED).any(axis=0).sum())
    if not stretched:
        return ()
    said = "less than a hundredth of its spread in a batch: new rows of that batch are stretched a hundredfold"
    return (f"{stretched} feature{' has' if stretched == 1 else 's have each'} {said}.",)


def _about_prior(features: int, method: Method) -> tuple[str, ...]:
    if method.name != "combat" or not method.empirical_bayes or not 0 < features < FEW_FEATURES:
        return ()
    if features == 1:
        return ("One feature gives no prior: it was harmonised without empirical Bayes.",)
    return (f"The prior of empirical Bayes rests on {features} features; neuroHarmonize's authors advise 10 or more.",)
