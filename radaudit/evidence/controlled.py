"""The features of the models' cases under negative controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.features.controlled import ExtractControlled
from radaudit.features.controls.control import in_words
from radaudit.features.settings import Settings

_DRAWING = 3119  # so that no other draw with the auditor's seed is like that of the cases


@dataclass(frozen=True)
class Controlled:
    """Features by control and case.

    Attributes
    ----------
    cases
        Those that were taken, in the cohort's order.
    of
        How many there were to take.
    names
        Features, in pyradiomics' order.
    values
        By control float64, shape (cases, features); nan where there is none.
    failures
        Why there is nothing, by control and case.
    training
        Whether training cases were taken too, so that models can be fitted on them.
    """

    cases: tuple[str, ...]
    of: int
    names: tuple[str, ...]
    values: Mapping[str, np.ndarray] = field(repr=False)
    failures: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    training: bool = False


@evidence
def controlled(
    images: ImageIndex, settings: Settings, setups: Setups, auditor: Auditor, compute: Compute
) -> Controlled:
    """Held-out cases of the models with the ROI's voxels shuffled, and what else the auditor's effort says.

    Of a large cohort a sample is drawn.
    """
    effort = auditor.effort
    if not effort.controls or not effort.controlled_cases:
        raise Unavailable("The auditor asked for no negative controls.", "Raise 'effort.controlled_cases'.")
    if not setups.ready:
        raise Unavailable("No model can be run.", "; ".join(setups.problems.values()))
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    readable = [case for case, own in images.cases.items() if not own.problem]
    of, chosen = chosen_cases(list(setups.ready.values()), readable, auditor)
    if len(chosen) < 2:
        raise Unavailable("Fewer than two held-out cases can be read.", "See features/all-cases-extracted.")
    jobs = [_job(images.cases[case], settings, control, auditor) for control in effort.controls for case in chosen]
    words = "; ".join(map(in_words, effort.controls))
    results = compute.map(f"Extracting {len(chosen)} cases with {words}", jobs, keep=_kept)
    failures = {
        (job.control, job.case): result.message
        for job, result in zip(jobs, results, strict=True)
        if isinstance(result, Failure)
    }
    names = tuple(dict.fromkeys(name for own in results if not isinstance(own, Failure) for name in own[0]))
    tables = _matrix(results, names).reshape(len(effort.controls), len(chosen), len(names))
    values = dict(zip(effort.controls, tables, strict=True))
    return Controlled(tuple(chosen), of, names, values, failures, effort.controlled_training)


def _kept(result: dict) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and values: a tenth of the memory of the result."""
    return tuple(result["features"]), np.array(list(result["features"].values()), dtype=float)


def _matrix(results: Sequence[object], names: Sequence[str]) -> np.ndarray:
    """One row a result, nan where it has no such feature."""
    place = {name: column for column, name in enumerate(names)}
    found = np.full((len(results), len(names)), np.nan)
    for row, own in zip(found, results, strict=True):
        if not isinstance(own, Failure):
            row[[place[name] for name in own[0]]] = own[1]
    return found


def chosen_cases(models: Sequence[ModelSetup], readable: Sequence[str], auditor: Auditor) -> tuple[int, list[str]]:
    """How many cases there are to take, and those taken: of those held out and of the others so many at most."""
    held = {
        own.cases[row]
        for own in models
        for row, name in enumerate(own.sets)
        if name != "train" or (own.folds and row in own.validated_rows)
    }
    others = {case for own in models for case in own.cases} - held if auditor.effort.controlled_training else set()
    parts = [[case for case in readable if case in part] for part in (held, others)]
    taken = {case for part in parts for case in _sample(part, auditor.effort.controlled_cases, auditor.seed)}
    return sum(map(len, parts)), [case for case in readable if case in taken]


def _sample(cases: Sequence[str], most: int, seed: int) -> list[str]:
    """In their order; drawn where there are more than so many."""
    if len(cases) <= most:
        return list(cases)
    places = np.random.default_rng([seed, _DRAWING]).choice(len(cases), most, replace=False)
    return [cases[place] for place in sorted(places)]


def _job(own: CaseImages, settings: Settings, control: str, auditor: Auditor) -> ExtractControlled:
    seed = (auditor.seed, int(own.image.sha256[:8], 16))
    given = (own.case, own.image, own.mask, own.label, settings.parameters)
    return ExtractControlled(*given, control, seed, own.roi, auditor.exact)
