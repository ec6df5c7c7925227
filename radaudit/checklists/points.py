"""The points of one item: what is claimed, what of it is supported, and what is still open.

How the ends of an item's range are set:

``highest``
    Answered: the claim without what evidence contradicts. Options that the evidence would support but nobody
    claimed don't raise it: an auditor can show them, only authors can claim them.
    Unanswered: the best that nothing contradicts, because it can still be claimed.
``lowest``
    What remains if everything open turns out against the claim: unknown options, and supported or declared ones that
    a check without an answer could still contradict.

A claim of a single choice that isn't supported falls to the best lower option that evidence supports, else to the
item's worst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from radaudit.checklists.answers import Choice
from radaudit.checklists.item import Item, Option
from radaudit.checklists.judge import Judgement, Known, holding, judge, told
from radaudit.checklists.pointers import NOTHING_SAID, Statement
from radaudit.checklists.wording import counted
from radaudit.core.report import Answer, Basis


@dataclass
class _Account:
    """What is written down about an item while it is settled."""

    sentences: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    def tell(self, judgement: Judgement, prefix: str = "") -> None:
        self.sentences += [f"{prefix}{sentence}" for sentence in judgement.evidence]
        self.checks += judgement.checks


def item_answer(item: Item, choice: Choice | None, known: Known, excluded: str = "") -> Answer:
    """Settle one item.

    Parameters
    ----------
    item
        With its options and their rules.
    choice
        What the authors claim; None if they left the item out.
    known
        What the checks answered and the manifest gives.
    excluded
        Why the instrument doesn't ask it of this study; empty if it does.
    """

    def judged(option: Option, said: Statement = NOTHING_SAID) -> Judgement:
        return judge(item, option, known, said)

    if excluded or (choice and choice.points is None):
        return _left_out(item, choice, excluded, known)
    if choice is None:
        return _unanswered(item, judged)
    if choice.points == item.worst:
        return _conceded(item, choice, judged)
    return (_multi if item.selection == "multi" else _single)(item, choice, judged)


def _left_out(item: Item, choice: Choice | None, excluded: str, known: Known) -> Answer:
    """An item that is said not to apply: it counts nowhere, unless evidence shows that it does apply."""
    account = _Account([f"Does not apply: {excluded}." if excluded else "The authors say that it does not apply."])
    account.sentences += choice.said.told if choice else ()
    shown = [("", "No study can do without it.")] if item.always else holding(item.applies_if, known)
    if not shown:
        basis = "declared" if excluded or choice.said.words or choice.said.place else "unknown"
        if basis == "unknown":
            account.sentences.append("Why, they don't say.")
        return replace(_answer(item, choice, None, (0, 0), basis, account), applies=False)
    account.tell(Judgement("contradicted", *told(shown)), "It does apply: ")
    return _answer(item, choice, item.worst, (item.worst, item.worst), "contradicted", account)


_Judged = Callable[..., Judgement]


def _unanswered(item: Item, judged: _Judged) -> Answer:
    account = _Account(["Not answered."])
    _tell_unclaimed(item, (), judged, account)
    possible: list[float] = []
    for option in _gaining(item):
        judgement = judged(option)
        if judgement.basis == "contradicted":
            account.tell(judgement, "Speaks against it: ")
        else:
            possible.append(option.points)
    highest = sum(possible) if item.selection == "multi" else max(possible, default=item.worst)
    return _answer(item, None, None, (item.worst, highest), "unknown", account)


def _conceded(item: Item, choice: Choice, judged: _Judged) -> Answer:
    """The worst answer needs no evidence."""
    account = _Account(["The authors claim nothing here."])
    _tell_unclaimed(item, choice.readings[0], judged, account)
    return _answer(item, choice, item.worst, (item.worst, item.worst), "declared", account)


def _single(item: Item, choice: Choice, judged: _Judged) -> Answer:
    claimed = item.option(choice.readings[0][0])
    judgement = judged(claimed, choice.said)
    lower = [
        (option, judged(option, choice.said)) for option in item.options if item.worst < option.points < claimed.points
    ]
    shown = [(option, found) for option, found in lower if found.basis == "supported"]
    account = _Account()
    account.tell(judgement)
    lowest = max(
        (option.points for option, found in [*shown, (claimed, judgement)] if found.counts and not found.open),
        default=item.worst,
    )
    if judgement.counts:
        _tell_unclaimed(item, choice.readings[0], judged, account)
        return _answer(item, choice, claimed.points, (lowest, claimed.points), judgement.basis, account)
    fallback, found = max(shown, key=lambda pair: pair[0].points, default=(None, None))
    if fallback:
        account.tell(found)
        account.sentences.append(f"So what counts is {_named(item, fallback)}, which the evidence supports.")
    floor = fallback.points if fallback else item.worst
    if judgement.basis == "contradicted":
        if not fallback:
            worth = "as not done" if item.selection == "yes_no" else f"{item.worst:g} points"
            account.sentences.append(f"So the item counts {worth}.")
        return _answer(item, choice, floor, (lowest, floor), "contradicted", account)
    points, basis = (floor, "supported") if fallback else (None, "unknown")
    return _answer(item, choice, points, (lowest, claimed.points), basis, account)


def _multi(item: Item, choice: Choice, judged: _Judged) -> Answer:
    account = _Account()
    judgements = {option.key: judged(option, choice.said) for option in item.options}
    chosen = _best_reading(item, choice, judgements)
    if len(choice.readings) > 1:
        account.sentences.append(
            f"The answer gives {counted(choice.points)}, but not for what; taken is what the evidence bears out best."
        )
    for option in chosen:
        account.tell(judgements[option.key], f"{option.label}: ")
        if option.expects and option.expects not in {other.key for other in chosen}:
            account.sentences.append(
                f"{option.label}: claimed without '{item.option(option.expects).label}', on which it builds."
            )
    _tell_unclaimed(item, tuple(option.key for option in chosen), judged, account)
    found = [(option.points, judgements[option.key]) for option in chosen]
    settled = sum(points for points, judgement in found if judgement.counts)
    lowest = sum(points for points, judgement in found if judgement.counts and not judgement.open)
    highest = sum(points for points, judgement in found if judgement.basis != "contradicted")
    basis = _weakest([judgement.basis for _, judgement in found])
    return _answer(item, choice, None if basis == "unknown" else settled, (lowest, highest), basis, account)


def _best_reading(item: Item, choice: Choice, judgements: Mapping[str, Judgement]) -> list[Option]:
    """Where points stand for several sets of boxes: the set of which most is borne out, then least contradicted."""

    def worth(reading: tuple[str, ...]) -> tuple[float, float]:
        options = [option for option in item.options if option.key in reading]
        borne_out = sum(option.points for option in options if judgements[option.key].counts)
        open_ = sum(option.points for option in options if judgements[option.key].basis != "contradicted")
        return borne_out, open_

    best = max(choice.readings, key=worth)
    return [option for option in item.options if option.key in best]


def _weakest(bases: list[Basis]) -> Basis:
    """What the points of several boxes rest on: a contradiction must be seen, an open box only lowers the range."""
    for basis in ("contradicted", "declared", "supported"):
        if basis in bases:
            return basis
    return "unknown"


def _tell_unclaimed(item: Item, chosen: tuple[str, ...], judged: _Judged, account: _Account) -> None:
    """'The auditor can show it' is not 'the authors claim it': told, without points."""
    bar = max((option.points for option in item.options if option.key in chosen), default=item.worst)
    missed = [option for option in _gaining(item) if option.key not in chosen and judged(option).backed]
    if item.selection != "multi":
        missed = sorted((option for option in missed if option.points > bar), key=lambda option: option.points)[-1:]
    for option in missed:
        account.sentences.append(f"Not claimed, although the evidence would support it: {_named(item, option)}.")
        account.checks += judged(option).checks


def _gaining(item: Item) -> Iterable[Option]:
    return [option for option in item.options if option.points > item.worst]


def _named(item: Item, option: Option) -> str:
    worth = "" if item.selection == "yes_no" else f" ({counted(option.points)})"
    return f"'{option.label}'{worth}"


def _answer(
    item: Item,
    choice: Choice | None,
    points: float | None,
    ends: tuple[float, float],
    basis: Basis,
    account: _Account,
) -> Answer:
    return Answer(
        item=item.number,
        label=item.label,
        claimed=choice.points if choice else None,
        points=None if points is None else float(points),
        lowest=float(ends[0]),
        highest=float(ends[1]),
        basis=basis,
        evidence=tuple(dict.fromkeys(account.sentences)),
        checks=tuple(dict.fromkeys(account.checks)),
        pointer=choice.said.place if choice else "",
        domain=item.domain,
        essential=item.essential,
        ends=(float(item.worst), float(item.best)),
    )
