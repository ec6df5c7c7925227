"""What one claimed option rests on: evidence, the authors' word, or nothing. Knows no points.

The rules, in this order:

1. A clause of ``contradicted_by`` holds: *contradicted*, whatever else speaks for it.
2. A clause of ``supported_by`` holds: *supported*.
3. The option is one that only people can answer, and the authors point at a place: *declared*.
4. Otherwise *unknown*. Missing files, and checks that could not tell or broke, support and contradict nothing.

Hints (findings of tier "heuristic") neither give nor take points; like failures of another code than the clause
names, they are told as doubts. A waiver keeps a failure from failing the gate, but not from contradicting a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from radaudit.checklists.instrument import Clause, Item, Option
from radaudit.core.finding import Finding, Outcome, Tier
from radaudit.core.report import Basis, Result

_CLEARS = (Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Judgement:
    """What is known of one option.

    Attributes
    ----------
    basis
        What a claim of it rests on.
    evidence
        Sentences: what decided, or what to hand in.
    checks
        Names of the checks that these sentences come from.
    open
        Names of the checks that could contradict it and did not clear it: no answer yet, or a failure of another kind.
    """

    basis: Basis
    evidence: tuple[str, ...]
    checks: tuple[str, ...]
    open: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether a claim of it brings its points."""
        return self.basis in ("supported", "declared")


def judge(
    item: Item, option: Option, results: Mapping[str, Result], pointer: str = "", lenient: bool = False
) -> Judgement:
    """What a claim of this option rests on.

    Parameters
    ----------
    item, option
        The option may not be the item's worst, which needs no evidence.
    results
        What the checks answered, by check name.
    pointer
        Where the authors say it is written; empty if they don't.
    lenient
        Whether clauses of the lenient reading count.
    """
    against = [*item.contradicted_by, *option.contradicted_by]
    contradictions = _matching(against, results, lenient)
    if contradictions:
        return Judgement("contradicted", *_told(contradictions))
    support = _matching(option.supported_by, results, lenient)
    still = tuple(dict.fromkeys(clause.check for clause in against if not _is_cleared(clause.check, results)))
    doubts, doubting = _doubts(against, results)
    doubts += _openings(still)
    if support:
        evidence, checks = _told(support)
        return Judgement("supported", evidence + doubts, checks + doubting, still)
    if option.human and pointer:
        evidence, checks = _told(_said_by(against, results, Outcome.PASS))  # it agrees, though it can't prove
        return Judgement("declared", (f"The authors point to: {pointer}", *evidence, *doubts), checks + doubting, still)
    evidence, checks = _told(_said_by(option.supported_by, results, *Outcome))
    ask = ("A pointer to where it is written is missing from the answer.",) if option.human else ()
    hand_in = (option.hand_in,) if option.hand_in else ()
    return Judgement("unknown", evidence + ask + hand_in, checks, still)


_Said = tuple[str, Finding]


def _matching(clauses: Iterable[Clause], results: Mapping[str, Result], lenient: bool) -> list[_Said]:
    """The findings by which clauses hold, with their check's name."""
    found: list[_Said] = []
    for clause in clauses:
        result = results.get(clause.check)
        if result is None or result.outcome != clause.outcome or (clause.lenient and not lenient):
            continue
        found += [(clause.check, finding) for finding in result.findings if _fits(finding, clause)]
    return found


def _fits(finding: Finding, clause: Clause) -> bool:
    named = not clause.code or any(fnmatchcase(finding.code, code) for code in clause.code)
    return named and finding.outcome == clause.outcome and finding.tier > Tier.HEURISTIC


def _doubts(clauses: Iterable[Clause], results: Mapping[str, Result]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What failed, though none of these clauses holds: sentences and check names."""
    failures = [said for said in _said_by(clauses, results, Outcome.FAIL) if said[1].outcome is Outcome.FAIL]
    messages, checks = _told(failures)
    return tuple(f"A doubt, not a contradiction: {message}" for message in messages), checks


def _is_cleared(check: str, results: Mapping[str, Result]) -> bool:
    return check in results and results[check].outcome in _CLEARS


def _openings(checks: tuple[str, ...]) -> tuple[str, ...]:
    return (f"Could still be contradicted: not cleared by {', '.join(checks)}.",) if checks else ()


def _said_by(clauses: Iterable[Clause], results: Mapping[str, Result], *outcomes: Outcome) -> list[_Said]:
    """All findings of the checks that these clauses ask, where the check's outcome is one of these."""
    asked = [results[name] for name in dict.fromkeys(clause.check for clause in clauses) if name in results]
    return [(result.check, finding) for result in asked if result.outcome in outcomes for finding in result.findings]


def _told(said: Iterable[_Said]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences and check names, each once."""
    said = list(said)
    sentences = dict.fromkeys(finding.message for _, finding in said)
    return tuple(sentences), tuple(dict.fromkeys(name for name, _ in said))
