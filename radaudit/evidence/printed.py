"""What the authors printed about each model and set, with the numbers of cases it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.claims import COUNTED, decimals_of
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.statistics.possible import Printed
from radaudit.study.load import Study
from radaudit.study.manifest import Claim


@dataclass(frozen=True)
class PrintedClaim:
    """One claimed figure.

    Attributes
    ----------
    claim
        As declared.
    printed
        Its value, to the decimals written.
    place
        Where it stands in the manifest.
    """

    claim: Claim
    printed: Printed
    place: Location


@dataclass(frozen=True)
class PrintedSet:
    """All that is claimed of one model on one set.

    Attributes
    ----------
    model, set
        Their names; None where the claims name none.
    claims
        The figures, in the order of the manifest.
    events, others
        Numbers of cases with and without the event; None where the study doesn't give them, or where the claims
        are averages over folds.
    counted_by
        Who gives the numbers: "the paper" or "the tables".
    """

    model: str | None
    set: str | None
    claims: tuple[PrintedClaim, ...]
    events: int | None = None
    others: int | None = None
    counted_by: str = ""

    @property
    def name(self) -> str:
        """For sentences."""
        place = f"the {self.set} set" if self.set else "no set named"
        return f"{self.model}, {place}" if self.model else place


@evidence
def printed_claims(
    study: Study, cohort: Cohort, outcome: Outcome | None, split: Split | None
) -> tuple[PrintedSet, ...]:
    """Claims about performance, by model and set."""
    groups: dict[tuple[str | None, str | None], list[PrintedClaim]] = {}
    for index, claim in enumerate(study.manifest.claims):
        if claim.metric not in COUNTED:
            printed = Printed(claim.value, decimals_of(study, index))
            place = study.declared("claims", index)
            groups.setdefault((claim.model, claim.set), []).append(PrintedClaim(claim, printed, place))
    if not groups:
        raise NotApplicable("The study makes no claim about a model's performance.")
    binary = study.manifest.study.task == "binary"
    return tuple(
        PrintedSet(model, name, tuple(claims), *(_counts(study, name, cohort, outcome, split) if binary else ()))
        for (model, name), claims in groups.items()
    )


def _counts(
    study: Study, name: str | None, cohort: Cohort, outcome: Outcome | None, split: Split | None
) -> tuple[int | None, int | None, str]:
    """The paper's own numbers come first: it is the paper that must add up."""
    if name in (None, "cv"):
        return None, None, ""
    declared = {claim.metric: round(claim.value) for claim in study.manifest.claims if claim.set == name}
    if "n" in declared and "n_events" in declared:
        return declared["n_events"], declared["n"] - declared["n_events"], "the paper"
    if outcome is None or split is None:
        return None, None, ""
    known = dict(zip(cohort.cases, outcome.events, strict=True))
    events = [known[case] for case in split.cases(name)]
    if not events or None in events:
        return None, None, ""
    return sum(map(bool, events)), len(events) - sum(map(bool, events)), "the tables"
