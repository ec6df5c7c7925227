"""Whether features were harmonised before some of them were selected: what authors, code and tables say."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.codebase.ledger import Upon
from radaudit.core.errors import NotApplicable
from radaudit.core.step import evidence
from radaudit.evidence.code import Code
from radaudit.evidence.forensics import Examined
from radaudit.study.load import Study

SELECTS = ("selection",)
HARMONISES = ("harmonisation", "harmonisation-with-outcome")


@dataclass(frozen=True)
class HarmonisationOrder:
    """What is said of the order.

    Attributes
    ----------
    declared
        "before selection" or "after selection", as the manifest has it; "" if it doesn't say.
    selected_first, harmonised_first
        Lines of the code: a harmonisation fitted on selected features; a selection fitted on harmonised ones.
    measured, harmonised
        Features of the two tables; None where there are not both.
    """

    declared: str
    selected_first: tuple[Upon, ...]
    harmonised_first: tuple[Upon, ...]
    measured: int | None
    harmonised: int | None


@evidence
def harmonisation_order(study: Study, examined: tuple[Examined, ...] | None, code: Code | None) -> HarmonisationOrder:
    """The order of harmonisation and selection."""
    info = study.manifest.harmonisation
    steps = code.analysis.upon if code else ()
    selected = tuple(own for own in steps if own.kind in HARMONISES and own.earlier in SELECTS)
    after = tuple(own for own in steps if own.kind in SELECTS and own.earlier in HARMONISES)
    if info is None and not selected and not after:
        raise NotApplicable("The study declares no harmonisation, and none is seen in its code.")
    tables = {own.which: len(own.names) for own in examined or ()}
    both = {"reported", "harmonised"} <= tables.keys()
    return HarmonisationOrder(
        (info.order if info else None) or "",
        selected,
        after,
        tables["reported"] if both else None,
        tables["harmonised"] if both else None,
    )
