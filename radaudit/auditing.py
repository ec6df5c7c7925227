"""Collect, judge, score: from a study to a report."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache

from radaudit.baseline import NUMBERED, OWN, Baseline, load_baseline
from radaudit.checklists.answered import Answered, checklist_answers
from radaudit.checklists.declared import Declarations
from radaudit.checklists.instrument import instruments
from radaudit.checklists.score import score
from radaudit.checklists.shortfalls import shortfalls
from radaudit.compute.digest import FolderRef, members
from radaudit.compute.engine import Compute
from radaudit.core.errors import PolicyError, Problem, Unavailable
from radaudit.core.picture import Picture
from radaudit.core.registry import discover
from radaudit.core.report import Report, Result, Score
from radaudit.core.step import Step
from radaudit.core.workbench import Workbench
from radaudit.describing import described, provenance
from radaudit.evidence.images import CaseImages
from radaudit.judging import judged
from radaudit.pseudonyms import Pseudonyms
from radaudit.request import Request
from radaudit.study.policy import Policy
from radaudit.verdict import verdict
from radaudit.weighing import weighed


@cache
def checks() -> dict[str, Step]:
    """All checks by name."""
    return discover("radaudit.checks", "check")


@cache
def evidence_makers() -> dict[str, Step]:
    """All evidence by name."""
    return discover("radaudit.evidence", "evidence")


def audit(request: Request, compute: Compute) -> Report:
    """Audit a study.

    Raises
    ------
    UsageError
        If the study's tables or the policy can't be used as they are: no audit was performed.
    """
    started = time.time()
    chosen = selected(request.policy)
    claimed = checklist_answers(request.study)
    known = _baseline(request)
    given = {"study": request.study, "compute": compute, "auditor": request.auditor}
    bench = Workbench(evidence_makers(), given)
    bench.plan(chosen.values())  # wiring is checked before any work
    results = tuple(_judged(chosen, bench, request.policy, compute))
    results = weighed(results, chosen, bench.made("waterfalls"))
    scores = tuple(_scored(own, results, request) for own in claimed)
    shown = _pictures(bench) if request.thumbnails else ()
    short = shortfalls(scores, request.policy)
    report = Report(
        study=described(request.study, bench),
        verdict=verdict(results, request.policy.fail_on, short),
        results=results,
        scores=scores,
        provenance=provenance(request, bench, compute, started),
        pictures=shown,
    )
    report = report if request.show_ids else _pseudonyms(bench).hide(report)
    if known is None:
        return report
    marked = known.marked(report.results)
    again = verdict(marked, request.policy.fail_on, short, known.mended(marked))
    return replace(report, results=marked, verdict=again)


def _judged(chosen: Mapping[str, Step], bench: Workbench, policy: Policy, compute: Compute) -> Iterator[Result]:
    for number, step in enumerate(chosen.values(), start=1):
        compute.ask(step.name, number, len(chosen))
        yield judged(step, bench, policy)


def _pictures(bench: Workbench) -> tuple[Picture, ...]:
    """Of every case, and of those that a check had perturbed."""
    try:
        again = bench.get("redrawn_pictures") if bench.made("perturbed") else ()
        return (*bench.get("pictures"), *again)
    except Unavailable:  # no images, which the checks that need them say
        return ()


def _baseline(request: Request) -> Baseline | None:
    """Read before the work, so that a mistake shows at once."""
    path = request.policy.baseline
    return load_baseline(path, OWN if request.show_ids else NUMBERED) if path else None


def _pseudonyms(bench: Workbench) -> Pseudonyms:
    """For all ids that the audit came across."""
    cohort, index, reported = bench.made("cohort"), bench.made("images"), bench.made("reported")
    if cohort is None:  # nothing was read that holds ids
        return Pseudonyms({})
    named, predicted = index.cases.values() if index else (), bench.made("segmentations")
    paths = {path for own in named for path in (own.image_name, own.mask_name) if path}
    paths |= set(predicted.files) if predicted else set()
    paths |= set(read.files) if (read := bench.made("reader_masks")) else set()
    others = reported.ids.right_only if reported else ()
    info = bench.get("study").manifest.images
    plain = [text for text in _texts(info.model_dump()) if "{" in text] if info else []
    return Pseudonyms.of_cohort(cohort.cases, cohort.patients, others, paths, plain, _files_inside(named))


def _texts(value: object) -> Iterator[str]:
    """Every text in a part of the manifest."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for own in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(own)


def _files_inside(named: Iterable[CaseImages]) -> dict[str, str]:
    """Names of files in folders that can't be read: messages about them name the file, which may name the patient."""
    found: dict[str, str] = {}
    for own in named:
        for folder in (own.image, own.mask) if own.problem else ():
            if isinstance(folder, FolderRef):
                inside = enumerate(members(folder.path), start=1)
                for number, path in inside:
                    within = path.relative_to(folder.path).as_posix()
                    found |= {name: f"file {number}" for name in (within, path.name) if len(name) > 3}
    return found


def _scored(answered: Answered, results: tuple[Result, ...], request: Request) -> Score:
    required = request.policy.checklists.get(answered.instrument.id)
    lenient = required is not None and required.reading == "lenient"
    found = score(answered.instrument, answered.answers, results, lenient, Declarations(request.study))
    return replace(found, agreement=answered.agreement)


def selected(policy: Policy) -> dict[str, Step]:
    """The checks that a policy selects.

    Raises
    ------
    PolicyError
        If the policy names a check, an option or a checklist that does not exist, or selects nothing.
    """
    known = checks()
    problems = [Problem(text, "policy") for text in (*_misnamed(policy, known), *_misset(policy, known))]
    if problems:
        raise PolicyError(problems)
    return {name: step for name, step in known.items() if any(fnmatchcase(name, glob) for glob in policy.select)}


def _misnamed(policy: Policy, known: Mapping[str, Step]) -> Iterator[str]:
    for key, names in (("waive", policy.waive), ("options", policy.options)):
        for name in names:
            if name not in known:
                yield f"{key!r} names {name!r}, but there is no such check (see 'radaudit list')"
    for pattern in policy.select:
        if not any(fnmatchcase(name, pattern) for name in known):
            yield f"'select' holds {pattern!r}, which matches no check (see 'radaudit list')"
    if not policy.select:
        yield "'select' is empty, so no check would run; leave it out to run all"
    for name in policy.checklists:
        if name not in instruments():
            yield f"'checklists' names {name!r}; there are: {', '.join(instruments())}"


def _misset(policy: Policy, known: Mapping[str, Step]) -> Iterator[str]:
    """Options that a check doesn't have, or can't calculate with."""
    for name, options in policy.options.items():
        defaults = known[name].options if name in known else {}
        for option, value in options.items() if name in known else ():
            if option not in defaults:
                yield f"{name!r} has no option {option!r}; its options: {', '.join(defaults) or 'none'}"
            elif not _fits(value, defaults[option]):
                yield f"the option {option!r} of {name!r} is {value!r}; give a value like {defaults[option]!r}"


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool) or not isinstance(default, int | float):
        return isinstance(value, type(default))
    return isinstance(value, int | float) and math.isfinite(value)
