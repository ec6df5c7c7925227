"""What a reader wants to know first, put together from the results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from radaudit.core.finding import Outcome, Tier
from radaudit.core.report import Report, Result
from radaudit.render import grouping

# Which checks answer which of the first questions; one that fits several answers the last of them.
_REPRODUCIBLE = ("features/*", "model/*", "segmentation/*", "deep/*", "code/*", "cohort/*")
_LEAKS = (
    "leakage/*",
    "code/folds-*",
    "code/patients-*",
    "code/steps-*",
    "code/test-set-*",
    "cohort/cases-are-distinct",
    "deep/pretraining-*",
)
_SITES = (
    "harmonisation/*",
    "*/acquired-alike",
    "*/acquisition-*",
    "*/site-independent-*",
    "leakage/external-set-*",
    "model/holds-at-left-out-sites",
    "model/independent-of-harmonisation",
    "model/performance-by-group",
)
_STABILITY = (
    "features/stable-*",
    "features/readers-*",
    "features/*-features-are-stable",
    "features/robust-*",
    "features/independent-of-volume",
    "features/not-a-function-of-size",
    "features/not-redundant",
    "model/better-than-volume",
    "model/predictions-robust-*",
    "model/needs-the-texture",
    "model/selection-is-stable",
    "deep/stable",
    "deep/looks-at-the-lesion",
)
_QUESTIONS = (
    ("Does it reproduce?", _REPRODUCIBLE),
    ("Does it leak?", _LEAKS),
    ("Does it hold from site to site?", _SITES),
    ("Is it stable, and more than size?", _STABILITY),
    ("Does it give patients away?", ("privacy/*",)),
)


_TIERS = (Tier.PROVED, Tier.TESTED, Tier.HEURISTIC)


@dataclass(frozen=True)
class Question:
    """One of the first questions, with the checks that answer it.

    Attributes
    ----------
    failed
        Failed checks, waived ones too, the gravest first, and what is proved before what is likely.
    broken, passed, open
        Checks that broke, that passed (those first whose failure would be gravest), and that can't be answered.
    """

    title: str
    failed: tuple[Result, ...]
    broken: tuple[Result, ...]
    passed: tuple[Result, ...]
    open: tuple[Result, ...]

    @property
    def asked(self) -> int:
        """Checks that apply to this study."""
        return len(self.failed) + len(self.broken) + len(self.passed) + len(self.open)


@dataclass(frozen=True)
class Missing:
    """Checks that can't be answered, all for the same reason, and what to add so that they can."""

    reason: str
    results: tuple[Result, ...]
    add: str = ""


def questions(report: Report) -> tuple[Question, ...]:
    """The first questions, in the order in which readers ask them."""
    asked: dict[str, list[Result]] = {title: [] for title, _ in _QUESTIONS}
    for result in report.results:
        for title, patterns in reversed(_QUESTIONS):  # the last is the most particular
            if any(fnmatchcase(result.check, pattern) for pattern in patterns):
                asked[title].append(result)
                break
    return tuple(_question(title, results) for title, results in asked.items())


def not_assessed(report: Report) -> tuple[Missing, ...]:
    """What is unknown, by reason, the reason that blocks most checks first."""
    by_reason: dict[str, list[Result]] = {}
    for result in grouping.having(report, Outcome.UNKNOWN):
        by_reason.setdefault(reason(result), []).append(result)
    groups = [Missing(text, tuple(results), _to_add(text, results)) for text, results in by_reason.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.results)))


def reason(result: Result) -> str:
    """Why a check could not be answered, or does not apply: what its findings of that outcome say."""
    said = [finding.message for finding in result.findings if finding.outcome is result.outcome]
    return " ".join(dict.fromkeys(said)) or "No reason was given."


def _doubt(result: Result) -> int:
    """0 where a failure is proved, more where it rests on a test or a pattern."""
    found = [_TIERS.index(own.tier) for own in result.findings if own.outcome is Outcome.FAIL]
    return min(found, default=0)


def _to_add(reason: str, results: Iterable[Result]) -> str:
    findings = [own for result in results for own in result.findings if own.outcome is Outcome.UNKNOWN]
    said = [str(own.values["add"]) for own in findings if own.values.get("add")]
    return " ".join(text for text in dict.fromkeys(said) if text not in reason)


def _question(title: str, results: Iterable[Result]) -> Question:
    by_outcome: dict[Outcome, list[Result]] = {outcome: [] for outcome in Outcome}
    for result in results:
        by_outcome[result.outcome].append(result)
    failed = sorted(by_outcome[Outcome.FAIL], key=lambda result: (-result.severity.rank, _doubt(result)))
    return Question(
        title,
        tuple(failed),
        tuple(by_outcome[Outcome.ERROR]),
        tuple(sorted(by_outcome[Outcome.PASS], key=lambda result: result.severity.rank, reverse=True)),
        tuple(by_outcome[Outcome.UNKNOWN]),
    )
