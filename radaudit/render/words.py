"""How states are called: always a symbol and a word, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.core.finding import Outcome, Severity, Tier


@dataclass(frozen=True)
class State:
    """A state as shown.

    Attributes
    ----------
    key
        Short ASCII name, for CSS classes and filters.
    symbol, word
        What is shown.
    meaning
        A clause that says what it means.
    """

    key: str
    symbol: str
    word: str
    meaning: str


OUTCOMES = {
    Outcome.FAIL: State("fail", "✗", "Fail", "the sentence that the check tests is not true"),
    Outcome.ERROR: State("error", "!", "Error", "the check itself broke, so it says nothing about the study"),
    Outcome.UNKNOWN: State("unknown", "?", "Unknown", "it can't be told from what the study gives"),
    Outcome.PASS: State("pass", "✓", "Pass", "the sentence that the check tests is true"),
    Outcome.NOT_APPLICABLE: State("na", "–", "Not applicable", "the question makes no sense for this study"),
}
WAIVED = State("waived", "~", "Waived", "a failure that the auditor lets pass, with a reason")

LEVELS = {
    "holds": State("pass", "✓", "Holds", "nothing failed"),
    "concerns": State("unknown", "!", "Concerns", "there are failures, all below the gate"),
    "fails": State("fail", "✗", "Fails", "there is a failure at or above the gate"),
    "incomplete": State("error", "!", "Incomplete", "something broke, so nothing can be promised"),
}

BASES = {
    "supported": State("pass", "✓", "Supported", "evidence supports the points"),
    "declared": State("na", "○", "Declared", "the authors' word with a pointer, not tested"),
    "contradicted": State("fail", "✗", "Contradicted", "evidence speaks against the claim"),
    "unknown": State("unknown", "?", "Unknown", "nothing is known"),
}

SEVERITIES = {
    Severity.CRITICAL: "the conclusion does not stand while this fails",
    Severity.MAJOR: "the reported figures may change",
    Severity.MINOR: "the study is harder to trust or to repeat",
    Severity.NOTE: "worth knowing",
}

TIERS = {
    Tier.PROVED: "follows from the data by arithmetic or equality",
    Tier.TESTED: "a statistic against a null distribution",
    Tier.HEURISTIC: "a pattern that often means this; look before you conclude",
}


def gate(fail_on: str) -> str:
    """What the gate lets through, in words."""
    if fail_on == "never":
        return "no failure fails the gate"
    highest = fail_on == Severity.CRITICAL
    return f"a {fail_on} failure fails the gate" if highest else f"a {fail_on} or worse failure fails the gate"
