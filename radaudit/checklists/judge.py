"""What one claimed option rests on: evidence, the authors' word, or nothing. Knows no points.

The rules, in this order:

1. A clause of ``contradicted_by`` holds: *contradicted*, whatever else speaks for it.
2. A clause of ``supported_by`` holds: *supported*. Where the option or the whole instrument asks for a place, only
   with a pointer to it.
3. The option is one that only people can answer, and the authors state it and point at a place: *declared*.
4. Otherwise *unknown*. Missing files, and checks that could not tell or broke, support and contradict nothing.

Hints (findings of tier "heuristic") neither give nor take points, unless a clause says that they do; like failures of
another code than the clause names, they are told as doubts. A waiver keeps a failure from failing the gate, but not
from contradicting a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from radaudit.checklists.clause import Clause
from radaudit.checklists.declared import Declarations
from radaudit.checklists.item import Item, Option
from radaudit.checklists.pointers import NOTHING_SAID, Statement
from radaudit.core.finding import Finding, Outcome, Tier
from radaudit.core.report import Basis, Result

_CLEARS = (Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Known:
    """All that claims are held against.

    Attributes
    ----------
    results
        What the checks answered, by check name.
    declared
        What the manifest gives; None if there is none.
    lenient
        Whether clauses of the lenient reading count.
    asks_for_text
        Whether nothing counts without a pointer to where it is written.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    declared: Declarations | None = None
    lenient: bool = False
    asks_for_text: bool = False

    def read(self, clauses: Iterable[Clause]) -> list[Clause]:
        """The clauses that count in this reading."""
        return [own for own in clauses if not (own.strict if self.lenient else own.lenient)]


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
    backed
        Whether evidence speaks for it and none against, wherever it is written.
    """

    basis: Basis
    evidence: tuple[str, ...]
    checks: tuple[str, ...]
    open: tuple[str, ...] = ()
    backed: bool = False

    @property
    def counts(self) -> bool:
        """Whether a claim of it brings its points."""
        return self.basis in ("supported", "declared")


def judge(item: Item, option: Option, known: Known, said: Statement = NOTHING_SAID) -> Judgement:
    """What a claim of this option rests on.

    Parameters
    ----------
    item, option
        The option may not be the item's worst, which needs no evidence.
    known
        What the checks answered and the manifest gives.
    said
        What the authors state, and where they say it is written.
    """
    against = [*item.contradicted_by, *option.contradicted_by]
    contradictions = holding(against, known)
    if contradictions:
        return Judgement("contradicted", *told(contradictions))
    support = holding(option.supported_by, known)
    asked = _asked(against, known)
    still = tuple(name for name in asked if not _is_cleared(name, known.results))
    doubts, doubting = _doubts(asked, known.results)
    doubts += _openings(still)
    must_point = option.needs_pointer or known.asks_for_text
    if support and (said.points or not must_point):
        evidence, checks = told(support)
        place = said.told if must_point else ()
        return Judgement("supported", place + evidence + doubts, checks + doubting, still, True)
    if option.human and said.counts:
        agreeing = _said_by(asked, known.results, Outcome.PASS)  # agrees, though it can't prove
        evidence, checks = told([*support, *agreeing])
        return Judgement("declared", (*said.told, *evidence, *doubts), checks + doubting, still, bool(support))
    evidence, checks = told([*support, *_said_by(_asked(option.supported_by, known), known.results, *Outcome)])
    lacks = said.lacks if option.human else said.lacks[:1] if must_point and not said.points else ()
    hand_in = (option.hand_in,) if option.hand_in and not support else ()
    return Judgement("unknown", evidence + lacks + hand_in, checks, still, bool(support))


_Said = tuple[str, str]  # a check's name, empty for the manifest, and a sentence


def holding(clauses: Iterable[Clause], known: Known) -> list[_Said]:
    """What is said by the clauses that hold."""
    return [said for clause in known.read(clauses) for said in _saying(clause, known)]


def _saying(clause: Clause, known: Known) -> list[_Said]:
    """What is said for one clause; nothing where it doesn't hold, or one that must hold as well doesn't."""
    if clause.declares:
        sentence = known.declared.sentence(clause) if known.declared else None
        own = [("", sentence)] if sentence else []
    else:
        result = known.results.get(clause.check)
        answered = result is not None and result.outcome == clause.outcome
        own = [(clause.check, one.message) for one in result.findings if _fits(one, clause)] if answered else []
    others = [_saying(other, known) for other in clause.also]
    return [*own, *(said for other in others for said in other)] if own and all(others) else []


def _asked(clauses: Iterable[Clause], known: Known) -> tuple[str, ...]:
    """Names of the checks that can decide in these clauses; a clause about what isn't declared can't."""

    def can(clause: Clause) -> bool:
        return all(not other.declares or _saying(other, known) for other in clause.also)

    return tuple(dict.fromkeys(clause.check for clause in known.read(clauses) if clause.check and can(clause)))


def _fits(finding: Finding, clause: Clause) -> bool:
    named = not clause.code or any(fnmatchcase(finding.code, code) for code in clause.code)
    return named and finding.outcome == clause.outcome and (clause.hint or finding.tier > Tier.HEURISTIC)


def _doubts(asked: Iterable[str], results: Mapping[str, Result]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What failed in these checks, though no clause holds: sentences and check names."""
    failures = [
        (name, finding.message)
        for name in asked
        if name in results and results[name].outcome is Outcome.FAIL
        for finding in results[name].findings
        if finding.outcome is Outcome.FAIL
    ]
    messages, checks = told(failures)
    return tuple(f"A doubt, not a contradiction: {message}" for message in messages), checks


def _is_cleared(check: str, results: Mapping[str, Result]) -> bool:
    return check in results and results[check].outcome in _CLEARS


def _openings(checks: tuple[str, ...]) -> tuple[str, ...]:
    return (f"Could still be contradicted: not cleared by {', '.join(checks)}.",) if checks else ()


def _said_by(asked: Iterable[str], results: Mapping[str, Result], *outcomes: Outcome) -> list[_Said]:
    """All findings of these checks, where the check's outcome is one of these."""
    own = [results[name] for name in asked if name in results]
    return [(one.check, found.message) for one in own if one.outcome in outcomes for found in one.findings]


def told(said: Iterable[_Said]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences and check names, each once."""
    said = list(said)
    sentences = dict.fromkeys(sentence for _, sentence in said)
    return tuple(sentences), tuple(dict.fromkeys(name for name, _ in said if name))
