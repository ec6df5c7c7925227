"""The features, extracted again."""

from __future__ import annotations

from collections.abc import Mapping
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
    shared = (settings.label, settings.parameters, images.roi, auditor.exact)
    jobs = [Extract(own.case, own.image, own.mask, *shared) for own in ready]
    results = dict(zip([own.case for own in ready], compute.map("Extracting features", jobs), strict=True))
    failures = {own.case: own.problem for own in images.cases.values() if own.problem}
    failures |= {case: result.message for case, result in results.items() if isinstance(result, Failure)}
    done = {case: result for case, result in results.items() if not isinstance(result, Failure)}
    names = tuple(dict.fromkeys(name for result in done.values() for name in result["features"]))
    values = np.array([[result["features"].get(name, np.nan) for name in names] for result in done.values()])
    return Extraction(
        tuple(done),
        names,
        values.reshape(len(done), len(names)),
        {case: failures[case] for case in images.cases if case in failures},
        {case: tuple(result["warnings"]) for case, result in done.items() if result["warnings"]},
        "plain pyradiomics" if auditor.exact else "pyradiomics with shortcuts that give the same bits",
    )
