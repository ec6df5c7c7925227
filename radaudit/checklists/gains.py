"""What would raise a supported score, and how much work it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from radaudit.checklists.item import Option
from radaudit.checklists.judge import Judgement, Known, judge
from radaudit.checklists.pointers import NOTHING_SAID
from radaudit.checklists.totals import Settled
from radaudit.core.report import Gain

WORDS, FILES, WORK = 1, 2, 3
MOST = 3


def gains(settled: Iterable[Settled], known: Known) -> tuple[Gain, ...]:
    """The cheapest ways to gain points, at most three.

    What needs only words in the answers file comes first, then what needs files that may well exist, then work on the
    study; of equal effort, what brings most.

    Parameters
    ----------
    settled
        The items that are in the totals; those that don't apply bring nothing.
    """
    found = []
    for own in settled:
        possible = list(_of_item(own, known)) if own.answer.applies else []
        if possible:
            found.append(min(possible, key=_cheapness))
    return tuple(sorted(found, key=_cheapness)[:MOST])


def _cheapness(gain: Gain) -> tuple[float, float]:
    return gain.effort, -gain.points


def _of_item(own: Settled, known: Known) -> Iterator[Gain]:
    item = own.item
    counted = item.worst if own.answer.points is None else own.answer.points
    said = own.choice.said if own.choice else NOTHING_SAID
    claimed = own.choice.readings[0] if own.choice else ()
    for option in item.options:
        if option.points == item.worst and item.selection != "multi":
            continue
        if not (known.read(option.supported_by) or option.human):  # nothing that the authors could give would settle it
            continue
        judgement = judge(item, option, known, said)
        if item.selection == "multi":
            gain = 0.0 if option.key in claimed and judgement.counts else option.points
        else:
            gain = option.points - counted
        if gain > 0:
            effort, advice = _way(option, judgement, option.key in claimed, own.choice is None)
            yield Gain(item.number, item.label, gain, effort, advice)


def _way(option: Option, judgement: Judgement, claimed: bool, unanswered: bool) -> tuple[int, str]:
    if judgement.basis == "contradicted":
        return WORK, f"Something speaks against it today: {judgement.evidence[0]}"
    if judgement.backed and not claimed:
        return WORDS, f"The evidence supports '{option.label}'; claim it, and say where it is written."
    if judgement.backed:
        return WORDS, "The evidence supports it; say where it is written (key 'pointer')."
    if claimed and option.human:
        return WORDS, "State what was done, and point to where it is written (keys 'statement' and 'pointer')."
    if option.hand_in and (claimed or unanswered):
        return FILES, option.hand_in
    if unanswered and option.human:
        return FILES, "If it was done, claim it, state what was done, and point to where it is written."
    return WORK, "The study does not claim it; it would have to be done."
