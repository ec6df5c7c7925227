"""Whether a policy's least supported score is met, said in the unit of the checklist."""

from __future__ import annotations

from collections.abc import Iterable

from radaudit.checklists.instrument import load_instrument
from radaudit.core.report import Score
from radaudit.study.policy import Policy


def shortfalls(scores: Iterable[Score], policy: Policy) -> tuple[str, ...]:
    """Checklists whose supported score is below what the policy requires, as sentences."""
    supported = {score.checklist: score.supported for score in scores}
    told = []
    for name, required in policy.checklists.items():
        least, found = required.minimum_supported, supported.get(name)
        if least is None:
            continue
        wanted = _amount(name, least)
        if found is None:
            told.append(f"The policy requires {wanted} of {name} to be supported; the study does not answer it.")
        elif found < least:
            told.append(f"The evidence supports {_amount(name, found)} of {name}; the policy requires {wanted}.")
    return tuple(told)


def _amount(name: str, value: float) -> str:
    """ "60 %", "3 points", "1 item": as the checklist tells its totals."""
    scoring = load_instrument(name).scoring
    if scoring.as_percent:
        return f"{value:g} %"
    return f"{value:g} {scoring.unit.removesuffix('s') if abs(value) == 1 else scoring.unit}"
