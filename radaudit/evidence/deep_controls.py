"""Deep features with the lesion erased, with the rest erased, and in another precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.alterations import Erased
from radaudit.deep.comparison import DeepComparison, compare_deep
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.controlled import chosen_cases
from radaudit.evidence.deep_extraction import DeepExtraction, deep_device, deep_job, deep_rows
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.setups import ModelSetup, Setups

LESION, REST = "lesion erased", "all but the lesion erased"
_ALTERATIONS = {LESION: Erased("roi"), REST: Erased("background")}
FEWEST = 10  # cases


@dataclass(frozen=True)
class DeepControls:
    """Deep features of some cases under each control.

    Attributes
    ----------
    cases
        Those that were taken and gave features in every way, in the cohort's order.
    compared
        By control: the features beside those of the case as it is.
    values
        By control float64, shape (cases, features).
    failures
        Why a case gave none, by control and case.
    """

    cases: tuple[str, ...]
    compared: Mapping[str, DeepComparison]
    values: Mapping[str, np.ndarray] = field(repr=False)
    failures: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)


@evidence
def deep_controls(
    images: ImageIndex,
    deep_setup: DeepSetup,
    deep_extraction: DeepExtraction,
    setups: Setups | None,
    auditor: Auditor,
    compute: Compute,
) -> DeepControls:
    """Held-out cases of the models on deep features, or a sample of all, with parts erased and in less precision."""
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    models = on_deep(setups)
    cases = chosen_cases(models, deep_extraction.cases, auditor)[1] if models else deep_extraction.cases
    cases = list(cases)[: auditor.effort.controlled_cases]
    ways = (LESION, REST, *_precisions(deep_setup))
    jobs = [
        deep_job(
            images.cases[case],
            deep_setup,
            deep_setup.taking,
            _ALTERATIONS.get(way),
            precision="float32" if way in _ALTERATIONS else way,
        )
        for way in ways
        for case in cases
    ]
    found = deep_rows(compute, f"Taking deep features of {len(cases)} cases with parts erased", jobs)
    pairs = [(way, case) for way in ways for case in cases]
    failures = {pair: own.message for pair, own in zip(pairs, found, strict=True) if isinstance(own, Failure)}
    rows = {pair: own.features for pair, own in zip(pairs, found, strict=True) if not isinstance(own, Failure)}
    whole = tuple(case for case in cases if all((way, case) in rows for way in ways))
    if len(whole) < FEWEST:
        reason = next(iter(failures.values()), "there are no more")
        raise Unavailable(f"Only {len(whole)} cases gave features with parts of them erased: {reason}.")
    plain = deep_extraction.values[[deep_extraction.rows[case] for case in whole]]
    values = {way: np.stack([rows[way, case] for case in whole]) for way in ways}
    compared = {way: compare_deep(whole, plain, own, np.zeros(own.shape)) for way, own in values.items()}
    return DeepControls(whole, compared, values, failures)


def on_deep(setups: Setups | None) -> list[ModelSetup]:
    """The models that are given deep features."""
    return [own for own in setups.ready.values() if own.info.features == "deep"] if setups else []


def _precisions(setup: DeepSetup) -> tuple[str, ...]:
    """Ways of computing that authors use without a word; an ONNX file has its own."""
    if setup.is_onnx:
        return ()
    return ("tf32", "bfloat16", "float16") if deep_device().startswith("cuda") else ("bfloat16",)
