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
from dataclasses import dataclass, field

from radaudit.checklists.answers import Choice
from radaudit.checklists.instrument import Item, Option
from radaudit.checklists.judge import Judgement, judge
from radaudit.core.report import Answer, Basis, Result


@dataclass
class _Account:
    """What is written down about an item while it is settled."""

    sentences: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    def tell(self, judgement: Judgement, prefix: str = "") -> None:
        self.sentences += [f"{prefix}{sentence}" for sentence in judgement.evidence]
        self.checks += judgement.checks


def item_answer(item: Item, choice: Choice | None, results: Mapping[str, Result], lenient: bool = False) -> Answer:
    """Settle one item.

    Parameters
    ----------
    item
        With its options and their rules.
    choice
        What the authors claim; None if they left the item out.
    results
        What the checks answered, by check name.
    lenient
        Whether clauses of the lenient reading count.
    """

    def judged(option: Option, pointer: str = "") -> Judgement:
        return judge(item, option, results, pointer, lenient)

    if choice is None:
        return _unanswered(item, judged)
    if choice.points == item.worst:
        return _conceded(item, choice, judged)
    return (_single if item.selection == "single" else _multi)(item, choice, judged)


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
    judgement = judged(claimed, choice.pointer)
    lower = [(option, judged(option)) for option in item.options if item.worst < option.points < claimed.points]
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
        account.sentences.append(f"So what counts is {_named(fallback)}, which the evidence supports.")
    floor = fallback.points if fallback else item.worst
    if judgement.basis == "contradicted":
        if not fallback:
            account.sentences.append(f"So the item counts {item.worst:g} points.")
        return _answer(item, choice, floor, (lowest, floor), "contradicted", account)
    points, basis = (floor, "supported") if fallback else (None, "unknown")
    return _answer(item, choice, points, (lowest, claimed.points), basis, account)


def _multi(item: Item, choice: Choice, judged: _Judged) -> Answer:
    account = _Account()
    judgements = {option.key: judged(option, choice.pointer) for option in item.options}
    chosen = _best_reading(item, choice, judgements)
    if len(choice.readings) > 1:
        account.sentences.append(
            f"The answer gives {_counted(choice.points)}, but not for what; taken is what the evidence bears out best."
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
    missed = [option for option in _gaining(item) if option.key not in chosen and judged(option).basis == "supported"]
    if item.selection == "single":
        missed = sorted((option for option in missed if option.points > bar), key=lambda option: option.points)[-1:]
    for option in missed:
        account.sentences.append(f"Not claimed, although the evidence would support it: {_named(option)}.")
        account.checks += judged(option).checks


def _gaining(item: Item) -> Iterable[Option]:
    return [option for option in item.options if option.points > item.worst]


def _named(option: Option) -> str:
    return f"'{option.label}' ({_counted(option.points)})"


def _counted(points: float) -> str:
    return f"{points:g} {'point' if points == 1 else 'points'}"


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
        pointer=choice.pointer if choice else "",
    )
