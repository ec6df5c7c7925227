"""Collect, judge, score: from a study to a report."""

from __future__ import annotations

import datetime
import math
import platform
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import radaudit
from radaudit.baseline import NUMBERED, OWN, Baseline, load_baseline
from radaudit.checklists.answered import Answered, checklist_answers
from radaudit.checklists.declared import Declarations
from radaudit.checklists.instrument import instruments
from radaudit.checklists.score import score
from radaudit.checklists.shortfalls import shortfalls
from radaudit.compute.engine import Compute
from radaudit.compute.job import version
from radaudit.core.errors import NotApplicable, PolicyError, Problem, Unavailable, UsageError
from radaudit.core.finding import Finding, Outcome, Severity, not_applicable, unknown, worst
from radaudit.core.registry import discover
from radaudit.core.report import Provenance, Report, Result, Score
from radaudit.core.step import Step
from radaudit.core.workbench import EvidenceBroke, Workbench
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.counts import counts
from radaudit.features.ibsi.rows import with_identifiers
from radaudit.models.sandbox.run import reached
from radaudit.pseudonyms import Pseudonyms
from radaudit.study.load import Study
from radaudit.study.policy import Policy, Waiver
from radaudit.verdict import verdict

LIBRARIES = ("pyradiomics-bhklab", "SimpleITK", "numpy", "scipy", "scikit-learn", "pandas", "PyWavelets")


@cache
def checks() -> dict[str, Step]:
    """All checks by name."""
    return discover("radaudit.checks", "check")


@cache
def evidence_makers() -> dict[str, Step]:
    """All evidence by name."""
    return discover("radaudit.evidence", "evidence")


@dataclass(frozen=True)
class Request:
    """What is audited and how.

    Attributes
    ----------
    study, policy, auditor
        What the authors declare, how it is judged, what the auditor allows.
    command
        How the audit can be run again.
    show_ids
        Whether the report names cases and patients as the study does; else it numbers them.
    """

    study: Study
    policy: Policy
    auditor: Auditor
    command: str = ""
    show_ids: bool = False


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
    results = tuple(_judged(step, bench, request.policy) for step in chosen.values())
    scores = tuple(_scored(own, results, request) for own in claimed)
    short = shortfalls(scores, request.policy)
    report = Report(
        study=_described(request.study, bench),
        verdict=verdict(results, request.policy.fail_on, short),
        results=results,
        scores=scores,
        provenance=_provenance(request, bench, compute, started),
    )
    report = report if request.show_ids else _pseudonyms(bench).hide(report)
    if known is None:
        return report
    marked = known.marked(report.results)
    judged = verdict(marked, request.policy.fail_on, short, known.mended(marked))
    return replace(report, results=marked, verdict=judged)


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
    others = reported.ids.right_only if reported else ()
    return Pseudonyms.of_cohort(cohort.cases, cohort.patients, others, paths)


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


def _judged(step: Step, bench: Workbench, policy: Policy) -> Result:
    started = time.perf_counter()
    options = dict(step.options) | policy.options.get(step.name, {})
    findings = tuple(replace(own, rows=with_identifiers(own.rows)) for own in _findings(step, bench, options))
    outcome, waiver = worst(finding.outcome for finding in findings), policy.waivers().get(step.name)
    if outcome is not Outcome.FAIL:
        waiver = None
    elif waiver and not waiver.holds(datetime.date.today()):
        findings = tuple(_with_lapsed(own, waiver) for own in findings)
        waiver = None
    return Result(
        check=step.name,
        outcome=outcome,
        severity=_severity(step, findings),
        title=step.text.title,
        rationale=step.text.rationale,
        remedy=step.text.remedy,
        references=step.references,
        findings=findings,
        options=_plain_options(options),
        seconds=round(time.perf_counter() - started, 3),
        waived=str(waiver) if waiver else "",
    )


def _with_lapsed(finding: Finding, waiver: Waiver) -> Finding:
    """A failure that says why it is no longer waived."""
    if finding.outcome is not Outcome.FAIL:
        return finding
    return replace(finding, values={**finding.values, "waiver_ran_out": f"{waiver.until:%Y-%m-%d}: {waiver.reason}"})


def _plain_options(options: Mapping[str, object]) -> dict[str, object]:
    """As JSON holds them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()}


def _findings(step: Step, bench: Workbench, options: Mapping[str, object]) -> Iterator[Finding]:
    """What the check says; a check that breaks, or says nothing, is an error and never a pass."""
    said = False
    try:
        for finding in bench.call(step, options):
            said = True
            yield finding
        if not said:
            yield Finding(Outcome.ERROR, "The check said nothing.", code="silent")
    except Unavailable as missing:
        yield unknown(missing.reason, code="unavailable", **({"add": missing.add} if missing.add else {}))
    except NotApplicable as reason:
        yield not_applicable(str(reason))
    except UsageError:
        raise
    except EvidenceBroke as broken:
        yield Finding(Outcome.ERROR, f"{broken}.", code="evidence-broke", values={"trace": _trace(broken.cause)})
    except Exception as bug:
        yield Finding(Outcome.ERROR, f"{type(bug).__name__}: {bug}", code="check-broke", values={"trace": _trace(bug)})


def _trace(fault: BaseException) -> str:
    """The last frames, without paths of this machine."""
    frames = traceback.extract_tb(fault.__traceback__)[-4:]
    return "; ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _severity(step: Step, findings: tuple[Finding, ...]) -> Severity:
    failing = [finding.severity or step.severity for finding in findings if finding.outcome is Outcome.FAIL]
    return max(failing, key=lambda severity: severity.rank) if failing else step.severity


def _described(study: Study, bench: Workbench) -> dict[str, object]:
    info = study.manifest.study
    return {
        "title": info.title,
        "task": info.task,
        "modality": list(info.modality),
        "doi": info.doi,
        "authors": list(info.authors),
        "folder": study.root.name,
        "manifest": study.file.path,
        **_counts(bench),
    }


def _counts(bench: Workbench) -> dict[str, str]:
    """The cohort in numbers, as far as it can be told."""
    try:
        cohort = bench.get("cohort")
    except EvidenceBroke:  # the checks that need it say so
        return {}
    return counts(cohort, bench.made("split"), bench.made("target"))


def _provenance(request: Request, bench: Workbench, compute: Compute, started: float) -> Provenance:
    return Provenance(
        radaudit=radaudit.__version__,
        libraries={"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        files=_files(request.study, bench),
        seeds={"models": request.auditor.seed},
        machine={
            "system": platform.system(),
            "processor": platform.machine(),
            "study code": str(reached(request.auditor.sandbox)) if request.auditor.trust else "not run",
        },
        policy=request.policy.shown(),
        command=request.command,
        run={
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
            "seconds": round(time.time() - started, 1),
            "jobs done": dict(sorted(compute.done.items())),
            "jobs found done": dict(sorted(compute.found.items())),
        },
    )


def _files(study: Study, bench: Workbench) -> dict[str, str]:
    """Digests of the files that decided, by path in the study."""
    from radaudit.compute.digest import FileRef
    from radaudit.study.load import named_files

    names = {study.file.path, *(name for _, name in named_files(study.manifest))}
    digests = {name: f"sha256:{FileRef.of(study.path(name)).sha256}" for name in names}
    index = bench.made("images")
    for own in index.cases.values() if index else ():
        for name, file in ((own.image_name, own.image), (own.mask_name, own.mask)):
            if file is not None:
                digests[name] = f"sha256:{file.sha256}"
    predicted = bench.made("segmentations")
    digests |= {name: f"sha256:{sha256}" for name, sha256 in predicted.files.items()} if predicted else {}
    return dict(sorted(digests.items()))
