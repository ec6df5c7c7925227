"""The settings that made the reported table, where the declared ones did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure, Job
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.features.causes import causes
from radaudit.features.comparison import TableComparison
from radaudit.features.names import FeatureName, parse_name
from radaudit.features.radiomics import Extract
from radaudit.features.recovery.columns import plain_names, two_dimensional, with_columns
from radaudit.features.recovery.configuration import Configuration
from radaudit.features.recovery.group import Group, to_explain
from radaudit.features.recovery.levels import Labels, Levels
from radaudit.features.recovery.recorded import recorded
from radaudit.features.recovery.recovered import Recovery
from radaudit.features.recovery.search import Search
from radaudit.features.recovery.trials import Case, Reading, Request, Trials
from radaudit.features.settings import Settings
from radaudit.study.load import Study

MOST_EXTRACTIONS = 60
CASES = 4  # the first is searched on, the last takes part in nothing but the confirmation
SMALL = 100  # voxels: smaller ROIs are quick, but their few voxels tell settings less apart


@evidence
def recovery(
    study: Study,
    reported: FeatureTable,
    images: ImageIndex,
    settings: Settings | None,
    extraction: Extraction | None,
    comparison: TableComparison | None,
    auditor: Auditor,
    compute: Compute,
) -> Recovery:
    """The settings that give the reported table; nothing is extracted if the declared ones do.

    Jobs: at most 60 extractions and some readings of grey levels, each round decided by the one before.
    """
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    names = plain_names(reported.names)
    if not names:
        raise NotApplicable("No column of the feature table has a name of pyradiomics.")
    group = to_explain(comparison) if comparison is not None else None
    if comparison is not None and group is None:
        return _as_declared(comparison)
    chosen = _chosen(reported, images, group)
    if not chosen:
        raise Unavailable("No case of the feature table has an image and a mask that can be read.")
    if comparison is not None and _scaled_shape(comparison):
        reason = "the columns, shape included, are linear functions of the extracted values, which no setting makes"
        return Recovery("not-recovered", reason=reason)
    outside = [images.cases[case] for case in group.others[:1]] if group else []
    own = {one.case: one for one in (*chosen, *outside)}
    cases = [_case(one, names, reported, extraction) for one in own.values()]
    trials = _trials(cases, own, images, auditor.exact, compute, study.manifest.features.tolerance)
    found = _searched(trials, names, reported, images.label, settings, [one.case for one in outside])
    return replace(found, part=len(group.oddness) if outside else 0)


def _searched(
    trials: Trials,
    names: Mapping[str, FeatureName],
    reported: FeatureTable,
    label: int,
    settings: Settings | None,
    outside: Sequence[str],
) -> Recovery:
    declared, wanted = settings.parameters if settings else {}, list(names.values())
    pictures, classes, completed = with_columns(declared, wanted)
    setting = {name: value for name, value in (declared.get("setting") or {}).items() if name != "label"}
    start = Configuration(pictures, classes, setting, settings.label if settings else label)
    if not completed:
        trials.know(start, wanted)
    known = recorded(reported.diagnostics, start)
    if two_dimensional(wanted) and not start.value("force2D"):
        known = {"force2D": True} | known
    return Search(wanted, trials, outside).run(start, known, completed, settings is not None)


def _as_declared(comparison: TableComparison) -> Recovery:
    agreeing = int((~comparison.deviates).sum())
    size = comparison.deviates.size
    return Recovery(
        "declared", (), comparison.cases, agreeing, agreeing, compared=size, features=len(comparison.features)
    )


def _scaled_shape(comparison: TableComparison) -> bool:
    """Whether the table was scaled after extraction, shape as well, which no setting touches in this way."""
    if not any(cause.code == "scaled" for cause in causes(comparison, "")):
        return False
    lines = [feature for feature in comparison.features if feature.relation in ("linear", "factor", "shift")]
    return any(feature.name and feature.name.kind.startswith("shape") for feature in lines)


def _chosen(reported: FeatureTable, images: ImageIndex, group: Group | None) -> list[CaseImages]:
    """Cases that show what the group shows, on one grid with their mask, small but not tiny."""
    odd = group.oddness if group else dict.fromkeys(reported.cases, 0)
    known = [images.cases[case] for case in reported.cases if case in odd and case in images.cases]
    ready = [own for own in known if not own.problem and own.mask is not None]

    def order(own: CaseImages) -> tuple:
        voxels = int(own.facts.get("voxels", 0))
        empty = int(np.isnan(reported.values[reported.rows[own.case]]).sum())
        return odd[own.case], empty, _mismatched(own), voxels < SMALL, voxels

    return sorted(ready, key=order)[:CASES]


def _mismatched(own: CaseImages) -> bool:
    return any(own.facts.get("mismatch", {}).values())


def _case(
    own: CaseImages, names: dict[str, FeatureName], reported: FeatureTable, extraction: Extraction | None
) -> Case:
    row, columns = reported.rows[own.case], [reported.columns[name] for name in names]
    values = reported.values[row, columns]
    half = reported.resolution.half_units(values)
    plain = [parts.plain for parts in names.values()]
    kept = np.isfinite(values)
    declared = {}
    if extraction is not None and own.case in extraction.cases:
        found = extraction.values[extraction.cases.index(own.case)].tolist()
        declared = {parts.plain: v for n, v in zip(extraction.names, found, strict=True) if (parts := parse_name(n))}
    return Case(
        own.case,
        {name: float(value) for name, value, is_kept in zip(plain, values, kept, strict=True) if is_kept},
        dict(zip(plain, half.tolist(), strict=True)),
        declared,
        tuple(own.facts.get("image", {}).get("spacing", ())),
        _mismatched(own),
    )


def _trials(
    cases: Sequence[Case],
    own: dict[str, CaseImages],
    images: ImageIndex,
    exact: bool,
    compute: Compute,
    tolerance: float,
) -> Trials:
    """Trials whose work is done by jobs, the variants of a round at once."""

    def done(title: str, jobs: Sequence[Job], part: Callable[[dict], dict]) -> list:
        return [None if isinstance(found, Failure) else part(found) for found in compute.map(title, jobs)]

    def files(case: str) -> tuple:
        return case, own[case].image, own[case].mask

    def label(one: Request | Reading) -> int:
        """The case's own label, where the cohort table gives one and no other is tried."""
        return own[one.case].label if one.label == images.label else one.label

    def extract(wanted) -> list:
        jobs = [Extract(*files(one.case), label(one), one.parameters, own[one.case].roi, exact) for one in wanted]
        return done("Trying other settings", jobs, lambda found: found["features"])

    def read(wanted) -> list:
        jobs = [
            Levels(*files(one.case), label(one), one.parameters, one.picture, one.reported, one.ends, own[one.case].roi)
            for one in wanted
        ]
        return done("Reading grey levels", jobs, lambda found: found)

    def labels(case: str) -> list[int]:
        [found] = done("Reading labels", [Labels(*files(case), own[case].roi)], lambda found: found["labels"])
        return found or []

    return Trials(cases, extract, read, labels, tolerance, MOST_EXTRACTIONS)
