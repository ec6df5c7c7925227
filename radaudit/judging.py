"""One check, asked: what it says, whatever goes wrong."""

from __future__ import annotations

import datetime
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from radaudit.core.errors import NotApplicable, Unavailable, UsageError
from radaudit.core.finding import Finding, Outcome, Severity, not_applicable, unknown, worst
from radaudit.core.report import Result
from radaudit.core.step import Step
from radaudit.core.workbench import EvidenceBroke, Workbench
from radaudit.features.ibsi.rows import with_identifiers
from radaudit.study.policy import Policy, Waiver


def judged(step: Step, bench: Workbench, policy: Policy) -> Result:
    """What a check answers, with the policy's options and waivers."""
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
