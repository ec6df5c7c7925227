"""Every model harmonised otherwise, and at left-out sites: both asked in one go, since they share their processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radaudit.compute.engine import Compute
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.cohort import Cohort, Outcome
from radaudit.evidence.harmonisable import Harmonisable
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.left_out import LeftOutSites
from radaudit.evidence.left_out_sites import left_out_sites_of
from radaudit.evidence.plain_left_out import plain_left_out
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.what_ifs import WhatIf, sets_to_try, what_if
from radaudit.models.side_by_side import side_by_side
from radaudit.study.load import Study

IN_ONE_PROCESS = 100


@dataclass(frozen=True)
class HarmonisedOtherwise:
    """What both found, in the order of the models."""

    what_ifs: tuple[WhatIf, ...]
    left_out: tuple[LeftOutSites, ...]


@evidence
def harmonised_otherwise(
    harmonisable: Mapping[str, Harmonisable],
    claimed_figures: tuple[ClaimedFigure, ...] | None,
    images: ImageIndex | None,
    auditor: Auditor,
    compute: Compute,
) -> HarmonisedOtherwise:
    """Every model that can be run.

    Jobs: one for each model and set, with five runs of each training at most; and one for each model with as many runs
    as sites for each way of harmonising, and those of its claims.
    """
    others, away = [], []
    for name, ground in harmonisable.items():
        claims = [own for own in claimed_figures or () if own.model == name and not own.problem]
        others += [what_if(ground, held, images, auditor.seed) for held in sets_to_try(ground.own, claims)]
        away.append(left_out_sites_of(ground, claims, images, auditor.seed))
    found = side_by_side(compute.map, "Harmonising otherwise, and leaving sites out", [*others, *away], IN_ONE_PROCESS)
    return HarmonisedOtherwise(tuple(found[: len(others)]), tuple(found[len(others) :]))


@evidence
def what_ifs(
    cohort: Cohort, harmonisable: Mapping[str, Harmonisable], harmonised_otherwise: HarmonisedOtherwise
) -> tuple[WhatIf, ...]:
    """Every model that can be run and each set that it is held against, where the cohort has several sites."""
    if all(ground.problem for ground in harmonisable.values()):
        _refuse_one_site(cohort)
    if not harmonised_otherwise.what_ifs:
        raise Unavailable("No model has held-out cases to be tried on.", "Declare 'cohort.split' or 'models[].cv'.")
    return harmonised_otherwise.what_ifs


@evidence
def left_out_sites(
    study: Study,
    cohort: Cohort,
    harmonised_otherwise: HarmonisedOtherwise | None,
    outcome: Outcome | None,
    reported: FeatureTable | None,
    auditor: Auditor,
    compute: Compute,
) -> tuple[LeftOutSites, ...]:
    """Every model that can be run, where the cohort has several sites; a plain model where none can."""
    if study.manifest.study.task == "segmentation":
        raise NotApplicable("A segmentation study is judged by its masks, not by a model of features.")
    _refuse_one_site(cohort)
    if harmonised_otherwise is not None:
        return harmonised_otherwise.left_out
    if outcome is None or reported is None:
        raise Unavailable(
            "No model can be run, and a plain one needs a feature table and a binary outcome.",
            "Name 'models[].estimator', and audit with --trust.",
        )
    return (plain_left_out(study, cohort, outcome, reported, auditor.seed, compute),)


def _refuse_one_site(cohort: Cohort) -> None:
    sites = set(cohort.sites) - {None}
    if not sites:
        raise Unavailable("The manifest names no site.", "Add 'cohort.site' to radaudit.yaml.")
    if len(sites) < 2:
        raise NotApplicable("All cases are from one site.")
