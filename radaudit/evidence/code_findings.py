"""Findings about the code, as several checks word them: conflicts of some kinds, remarks on single lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from radaudit.codebase.hygiene import Remark
from radaudit.codebase.kinds import Kind
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.words import counted
from radaudit.evidence.code import Code


def conflict_findings(code: Code, kinds: Mapping[str, Kind], between: str) -> Iterator[Finding]:
    """One finding for each kind of conflict, then what could not be read.

    Parameters
    ----------
    code
        What following it showed.
    kinds
        The kinds that a check is about.
    between
        The word that joins the two lines: "against", "with".

    Raises
    ------
    Unavailable
        If nothing was found, and nothing in the code is evaluated: then there was nothing to find it in.
    """
    found = code.conflicts(kinds)
    for kind, conflicts in found.items():
        own, first = kinds[kind], conflicts[0]
        yield failed(
            f"{own.words}: {counted(len(conflicts), 'place')} in the code, the first in "
            f"{code.named(first.place)} {between} {code.named(first.against)}. {own.cost}".strip(),
            code=kind,
            tier=Tier.HEURISTIC,
            severity=Severity(own.severity),
            where=code.places(conflicts),
            rows=[code.row(conflict) for conflict in conflicts],
            benign=own.benign,
        )
    yield from code.not_read()
    if not found and not code.analysis.evaluations:
        raise Unavailable(
            "The code that was read evaluates nothing, so where its steps and choices are made can't be told from it.",
            "Add the scripts that trained and tested the models to 'code.include'.",
        )


def remark_findings(
    code: Code, kind: str, sentence: Callable[[tuple[Remark, ...]], str], column: str, clean: str, benign: str
) -> Iterator[Finding]:
    """One finding for all remarks of a kind, what could not be read, or that there is none.

    Parameters
    ----------
    kind
        The kind of remark, which is the finding's code as well.
    sentence
        What is said of the remarks.
    column
        What the rows call that which a line shows.
    clean
        What is said where there is none, without "in 3 files."
    benign
        An innocent reason.
    """
    found = code.remarks(kind)
    if found:
        yield failed(
            sentence(found),
            code=kind,
            where=[code.location(remark.place) for remark in found[:20]],
            rows=[{"line": code.named(own.place), column: own.what} for own in found],
            benign=[benign],
            lines=len(found),
        )
    yield from code.not_read()
    if not found and code.sources:
        yield passed(f"{clean} in {counted(len(code.sources), 'file')}.", files=len(code.sources))
