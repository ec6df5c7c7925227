"""The features, extracted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.images import ImageIndex
from radaudit.features.radiomics import Extract
from radaudit.features.settings import Settings


@dataclass(frozen=True)
class Extraction:
    """Features by pyradiomics, with the declared parameters, from the given images.

    Attributes
    ----------
    cases
        Cases that could be extracted, in the cohort's order.
    names
        Features, in pyradiomics' order.
    values
        float64, shape (cases, features); nan where a case lacks a feature that others have.
    failures
        Why a case could not be extracted, by case.
    warnings
        What pyradiomics remarked, by case.
    path
        Which way through pyradiomics was taken, in words.
    """

    cases: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    failures: Mapping[str, str]
    warnings: Mapping[str, tuple[str, ...]]
    path: str = ""


@evidence
def extraction(images: ImageIndex, settings: Settings, auditor: Auditor, compute: Compute) -> Extraction:
    """Every case that can be read, extracted again."""
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    ready = [own for own in images.cases.values() if not own.problem]
    jobs = [
        Extract(own.case, own.image, own.mask, own.label, settings.parameters, own.roi, auditor.exact) for own in ready
    ]
    results = dict(zip([own.case for own in ready], compute.map("Extracting features", jobs, _rows()), strict=True))
    failures = {own.case: own.problem for own in images.cases.values() if own.problem}
    failures |= {case: result.message for case, result in results.items() if isinstance(result, Failure)}
    done = {case: result for case, result in results.items() if not isinstance(result, Failure)}
    names, values = _matrix(list(done.values()))
    return Extraction(
        tuple(done),
        names,
        values,
        {case: failures[case] for case in images.cases if case in failures},
        {case: row.warnings for case, row in done.items() if row.warnings},
        "plain pyradiomics" if auditor.exact else "pyradiomics with shortcuts that give the same bits",
    )


@dataclass(frozen=True)
class _Row:
    """One case's features, in a tenth of the memory of the result they come from."""

    names: tuple[str, ...]
    values: np.ndarray
    warnings: tuple[str, ...]


def _rows() -> Callable[[dict], _Row]:
    """Makes rows of results; rows of the same features share one tuple of names."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def row(result: dict) -> _Row:
        names = tuple(result["features"])
        values = np.array(list(result["features"].values()), dtype=float)
        return _Row(known.setdefault(names, names), values, tuple(result["warnings"]))

    return row


def _matrix(rows: Sequence[_Row]) -> tuple[tuple[str, ...], np.ndarray]:
    """All features that any case has, and their values; shape (cases, features)."""
    columns: dict[str, int] = {}
    for names in dict.fromkeys(row.names for row in rows):
        for name in names:
            columns.setdefault(name, len(columns))
    values = np.full((len(rows), len(columns)), np.nan)
    for own, row in zip(values, rows, strict=True):
        own[[columns[name] for name in row.names]] = row.values
    return tuple(columns), values
