"""What a reader wants to know first, put together from the results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from radaudit.core.finding import Outcome
from radaudit.core.report import Report, Result
from radaudit.render import grouping

# Which checks answer which of the first questions; one that fits several answers the last of them.
_STABILITY = (
    "features/stable-*",
    "features/readers-*",
    "features/*-features-are-stable",
    "features/robust-*",
    "features/independent-of-volume",
    "features/not-redundant",
    "model/predictions-robust-*",
    "model/needs-the-texture",
    "model/selection-is-stable",
)
_QUESTIONS = (
    ("Does it reproduce?", ("features/*", "deep/*", "model/*", "segmentation/*")),
    ("Does it leak?", ("leakage/*",)),
    ("Is it stable, and more than size?", _STABILITY),
)


@dataclass(frozen=True)
class Question:
    """One of the first questions, with the checks that answer it.

    Attributes
    ----------
    failed
        Failed checks, waived ones too, the gravest first.
    broken, passed, open
        Checks that broke, that passed, and that can't be answered.
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
    """Checks that can't be answered, all for the same reason."""

    reason: str
    results: tuple[Result, ...]


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
    groups = [Missing(text, tuple(results)) for text, results in by_reason.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.results)))


def reason(result: Result) -> str:
    """Why a check could not be answered, or does not apply: what its findings of that outcome say."""
    said = [finding.message for finding in result.findings if finding.outcome is result.outcome]
    return " ".join(dict.fromkeys(said)) or "No reason was given."


def _question(title: str, results: Iterable[Result]) -> Question:
    by_outcome: dict[Outcome, list[Result]] = {outcome: [] for outcome in Outcome}
    for result in results:
        by_outcome[result.outcome].append(result)
    failed = sorted(by_outcome[Outcome.FAIL], key=lambda result: result.severity.rank, reverse=True)
    return Question(
        title,
        tuple(failed),
        tuple(by_outcome[Outcome.ERROR]),
        tuple(by_outcome[Outcome.PASS]),
        tuple(by_outcome[Outcome.UNKNOWN]),
    )
