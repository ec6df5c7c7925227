"""Two people who filled in the same checklist: how far they agree, on one study and over many.

A rating is the share of an item's points that somebody gives it, from 0 (its worst) to 1 (its best), or "not
applicable". Two ratings are as far apart as their shares, and "not applicable" is wholly apart from any of them; so the
weighted kappa of a checklist of yes-or-no items is the plain one. An item that only one of the two answered is left
out, and named; one that both are not asked, because they answer a condition alike, is left out as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from radaudit.checklists.answers import Answers
from radaudit.checklists.instrument import Instrument
from radaudit.checklists.item import Item
from radaudit.checklists.score import score
from radaudit.checklists.wording import claimed_words
from radaudit.core.agreement import Agreement, Disagreement
from radaudit.statistics.agreement import icc
from radaudit.statistics.interval import Interval
from radaudit.statistics.kappa import cohen_kappa

DOES_NOT_APPLY = "na"
FEWEST_STUDIES = 2  # of which an intraclass correlation can be told

Rating = float | str


def agreement(instrument: Instrument, first: Answers, second: Answers, name: str = "") -> Agreement:
    """How far two raters of one study agree.

    The interval of kappa takes the items for a sample of all that could be asked; it says nothing of other studies.

    Parameters
    ----------
    first, second
        What each of them answers.
    name
        The second rater's file.

    Returns
    -------
    Agreement
        `agreed` counts equal answers: two different options that are worth the same are no agreement, though kappa,
        which knows points alone, takes them for one.
    """
    asked = [item for item in instrument.items if not (first.excludes(item) and second.excludes(item))]
    ratings = [(item, rating(item, first), rating(item, second)) for item in asked]
    both = [(item, one, other) for item, one, other in ratings if one is not None and other is not None]
    apart = [item for item, _, _ in both if not _alike(item, first, second)]
    found = cohen_kappa([one for _, one, _ in both], [other for _, _, other in both], distance)
    totals = [score(instrument, answers, []).claimed for answers in (first, second)]
    return Agreement(
        second=name,
        compared=len(both),
        agreed=len(both) - len(apart),
        **_figures(found),
        weighted=any(
            len({option.points for option in item.options}) > 2 or item.selection == "multi" for item, _, _ in both
        ),
        first_total=totals[0],
        second_total=totals[1],
        only_first=_alone(asked, first, second),
        only_second=_alone(asked, second, first),
        disagreements=(
            *_conditions(instrument, first, second),
            *(_disagreement(item, first, second) for item in apart),
        ),
    )


def rating(item: Item, answers: Answers) -> Rating | None:
    """The share of the item's points, or "na"; None if it is not answered."""
    choice = answers.choices.get(item.number)
    if answers.excludes(item) or (choice is not None and choice.points is None):
        return DOES_NOT_APPLY
    return None if choice is None else (choice.points - item.worst) / (item.best - item.worst)


def distance(one: Rating, other: Rating) -> float:
    """How far two ratings are apart, from 0 to 1."""
    if DOES_NOT_APPLY in (one, other):
        return float(one != other)
    return abs(one - other)


def _alone(asked: Sequence[Item], one: Answers, other: Answers) -> tuple[str, ...]:
    """What one of them answers and the other leaves open."""
    return tuple(own.number for own in asked if own.number in one.choices and rating(own, other) is None)


def _alike(item: Item, first: Answers, second: Answers) -> bool:
    if DOES_NOT_APPLY in (own := (rating(item, first), rating(item, second))):
        return own[0] == own[1]
    readings = (set(answers.choices[item.number].readings) for answers in (first, second))
    return bool(set.intersection(*readings))


def _disagreement(item: Item, first: Answers, second: Answers) -> Disagreement:
    said = (claimed_words(item, own.choices.get(item.number), own.excludes(item)) for own in (first, second))
    return Disagreement(item.number, item.label, *said)


def _conditions(instrument: Instrument, first: Answers, second: Answers) -> Iterator[Disagreement]:
    for own in instrument.conditions:
        said = [answers.conditions.get(own.key) for answers in (first, second)]
        if said[0] != said[1]:
            words = ({True: "yes", False: "no", None: "not answered"}[answer] for answer in said)
            yield Disagreement(own.key, own.label, *words)
    if first.level != second.level:
        yield Disagreement("level", "Level of readiness", f"{first.level}", f"{second.level}")


def _figures(found: Interval | None) -> dict[str, float | None]:
    if found is None:
        return {"kappa": None, "low": None, "high": None}
    return {"kappa": found.estimate, "low": found.low, "high": found.high}


@dataclass(frozen=True)
class ItemAgreement:
    """One item over many studies.

    Attributes
    ----------
    item, label
        Of the checklist.
    compared, agreed
        Studies in which both raters answered it, and those in which they answer it alike.
    kappa
        With its interval over studies; None where both always give the same answer.
    """

    item: str
    label: str
    compared: int
    agreed: int
    kappa: Interval | None


@dataclass(frozen=True)
class AcrossStudies:
    """Two raters over many studies.

    Attributes
    ----------
    items
        In the order of the checklist.
    totals
        ICC(2,1), absolute agreement, of the claimed totals; None with fewer than two studies in which both raters
        claim a total, or where all totals are one.
    studies
        How many have two totals.
    """

    items: tuple[ItemAgreement, ...]
    totals: Interval | None
    studies: int


def agreement_over_studies(instrument: Instrument, pairs: Sequence[tuple[Answers, Answers]]) -> AcrossStudies:
    """How far two raters of the same studies agree, item by item and in their totals.

    Parameters
    ----------
    pairs
        The first and the second rater's answers, a pair for each study.

    References
    ----------
    ICC(2,1): Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420.
    """
    items = tuple(_over_studies(item, pairs) for item in instrument.items)
    totals = [tuple(score(instrument, own, []).claimed for own in pair) for pair in pairs]
    whole = [pair for pair in totals if None not in pair]
    return AcrossStudies(items, agreement_of_totals(whole), len(whole))


def _over_studies(item: Item, pairs: Sequence[tuple[Answers, Answers]]) -> ItemAgreement:
    ratings = [(rating(item, first), rating(item, second)) for first, second in pairs]
    rated = [
        (pair, own)
        for pair, own in zip(pairs, ratings, strict=True)
        if None not in own and not all(answers.excludes(item) for answers in pair)
    ]
    agreed = sum(_alike(item, *pair) for pair, _ in rated)
    kappa = cohen_kappa([own[0] for _, own in rated], [own[1] for _, own in rated], distance)
    return ItemAgreement(item.number, item.label, len(rated), agreed, kappa)


def agreement_of_totals(totals: Sequence[tuple[float, float]]) -> Interval | None:
    """ICC(2,1) of the totals of two raters, a pair for each study; None where it says nothing."""
    import math

    if len(totals) < FEWEST_STUDIES:
        return None
    found = icc([list(pair) for pair in totals])
    form = found["icc2"]
    if math.isnan(form.estimate):
        return None
    return Interval(float(form.estimate), float(form.low), float(form.high), found.level, form.label)
