"""The report as JUnit XML: one test a check, so that any CI shows it."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from radaudit.core.finding import Outcome
from radaudit.core.registry import plugin
from radaudit.core.report import Report, Result
from radaudit.render import grouping
from radaudit.render.text import shortened, visible

_LONGEST = 4000


@plugin("renderer", "junit")
def render_junit(report: Report) -> str:
    """Failures fail; what can't be told, does not apply or is waived is skipped, with the reason."""
    suites = Element("testsuites", _counts(report.results) | {"name": "radaudit"})
    for family, results in grouping.families(report).items():
        suite = SubElement(suites, "testsuite", _counts(results) | {"name": f"radaudit.{family}"})
        for result in results:
            _case(suite, result)
    indent(suites, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _counts(results: Iterable[Result]) -> dict[str, str]:
    results = list(results)
    counts = {
        "tests": len(results),
        "failures": sum(own.outcome is Outcome.FAIL and not _is_skipped(own) for own in results),
        "errors": sum(own.outcome is Outcome.ERROR for own in results),
        "skipped": sum(_is_skipped(own) for own in results),
    }
    return {name: str(count) for name, count in counts.items()} | {"time": f"{sum(r.seconds for r in results):.3f}"}


def _is_skipped(result: Result) -> bool:
    return result.outcome in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE) or bool(result.waived) or _is_known(result)


def _is_known(result: Result) -> bool:
    failing = [own for own in result.findings if own.outcome is Outcome.FAIL]
    return bool(failing) and all(own.known for own in failing)


def _case(suite: Element, result: Result) -> None:
    named = {"classname": f"radaudit.{result.family}", "name": result.check, "time": f"{result.seconds:.3f}"}
    case = SubElement(suite, "testcase", named)
    if _is_skipped(result):
        why = result.waived or " ".join(own.message for own in result.findings if own.outcome is result.outcome)
        how = "waived: " if result.waived else "known from the baseline: " if _is_known(result) else ""
        SubElement(case, "skipped", {"message": _flat(how + why)})
    elif result.outcome in (Outcome.FAIL, Outcome.ERROR):
        what = "failure" if result.outcome is Outcome.FAIL else "error"
        worst = grouping.findings(result)[0]
        told = SubElement(case, what, {"type": result.severity.value, "message": _flat(worst.message)})
        told.text = shortened(visible(_told(result)), _LONGEST)


def _told(result: Result) -> str:
    """Every finding with its places, and the remedy."""
    lines = []
    for finding in grouping.findings(result):
        if finding.outcome is result.outcome:
            lines.append(finding.message)
            lines += [f"  {own.path}:{own.line}" if own.line else f"  {own.path}" for own in finding.where[:10]]
    return "\n".join([*lines, *([f"Remedy: {result.remedy}"] if result.remedy else [])])


def _flat(text: str) -> str:
    return shortened(visible(" ".join(text.split())), _LONGEST)
