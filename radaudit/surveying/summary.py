"""Figures over many studies, as reviews of radiomics studies publish them.

Points have median, quartiles, range, mean and standard deviation; the percentage of the ideal is the mean over the most
that there can be, with 0 as its floor; an item is met at all ("basic adherence") from the first point on. So they are
tabulated for instance in doi:10.1186/s12885-019-6504-5 and doi:10.1186/s13018-023-03863-w.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from radaudit.core.finding import Outcome
from radaudit.core.survey import CheckSummary, DomainSummary, InstrumentSummary, ItemSummary
from radaudit.core.surveyed import StudyCheck, StudyItem, StudyScore
from radaudit.surveying.rater_summary import raters
from radaudit.surveying.spread import spread


def instruments(scores: Sequence[StudyScore], items: Sequence[StudyItem]) -> tuple[InstrumentSummary, ...]:
    """Each checklist over the studies that answer it, by id."""
    names = sorted({score.checklist for score in scores})
    return tuple(
        _instrument([own for own in scores if own.checklist == name], [own for own in items if own.checklist == name])
        for name in names
    )


def failing(checks: Iterable[StudyCheck]) -> tuple[CheckSummary, ...]:
    """The checks that fail somewhere: those that fail most often first, the gravest of equals before the others."""
    by_name: dict[str, list[StudyCheck]] = {}
    for own in checks:
        by_name.setdefault(own.check, []).append(own)
    found = [_check(name, own) for name, own in by_name.items() if any(one.outcome is Outcome.FAIL for one in own)]
    return tuple(sorted(found, key=lambda one: (-one.outcomes[Outcome.FAIL], -one.severity.rank, one.check)))


def _check(name: str, answers: Sequence[StudyCheck]) -> CheckSummary:
    counts = Counter(own.outcome for own in answers)
    severity = max((own.severity for own in answers if own.outcome is Outcome.FAIL), key=lambda one: one.rank)
    return CheckSummary(name, answers[0].title, severity, {outcome.value: counts[outcome] for outcome in Outcome})


def _instrument(scores: Sequence[StudyScore], items: Sequence[StudyItem]) -> InstrumentSummary:
    first = scores[0]
    counting = [own for own in items if own.applies and own.essential]
    domains = dict.fromkeys(own.domain for own in items if own.domain)
    return InstrumentSummary(
        checklist=first.checklist,
        title=first.title,
        reference=first.reference,
        unit=first.unit,
        caution=first.caution,
        studies=len(scores),
        whole=_whole(scores, counting),
        domains=tuple(
            summary
            for name in domains
            if (summary := _domain(name, [own for own in counting if own.domain == name])) is not None
        ),
        items=_items(items),
        bands=_bands(scores),
        raters=raters(scores),
    )


def _whole(scores: Sequence[StudyScore], items: Sequence[StudyItem]) -> DomainSummary:
    """All of an instrument, from the totals and percentages that its own rules give."""
    claiming = [own for own in scores if own.claimed is not None]
    met = sum(own.points > 0 for own in items)
    return DomainSummary(
        domain="All items",
        items=len({own.item for own in items}),
        claimed=spread([own.claimed for own in claiming]),
        supported=spread([own.supported for own in scores]),
        percent=spread([own.percent for own in scores]),
        claimed_percent=spread([own.claimed_percent for own in claiming if own.claimed_percent is not None]),
        ideal=sum(own.maximum for own in scores) / len(scores),
        met=met,
        asked=len(items),
    )


def _domain(name: str, items: Sequence[StudyItem]) -> DomainSummary | None:
    """A part of an instrument; None where no study can have points for it."""
    by_study: dict[str, list[StudyItem]] = {}
    for own in items:
        by_study.setdefault(own.study, []).append(own)
    most = {study: sum(one.most for one in own) for study, own in by_study.items()}
    by_study = {study: own for study, own in by_study.items() if most[study] > 0}
    if not by_study:
        return None
    counting = [one for own in by_study.values() for one in own]
    supported = {study: sum(one.points for one in own) for study, own in by_study.items()}
    claimed = {
        study: sum(said)
        for study, own in by_study.items()
        if (said := [one.claimed for one in own if one.claimed is not None])
    }
    return DomainSummary(
        domain=name,
        items=len({own.item for own in counting}),
        claimed=spread(list(claimed.values())),
        supported=spread(list(supported.values())),
        percent=spread([_percent(value, most[study]) for study, value in supported.items()]),
        claimed_percent=spread([_percent(value, most[study]) for study, value in claimed.items()]),
        ideal=sum(most[study] for study in by_study) / len(by_study),
        met=sum(own.points > 0 for own in counting),
        asked=len(counting),
    )


def _percent(points: float, most: float) -> float:
    return max(0.0, points) / most * 100


def _items(items: Sequence[StudyItem]) -> tuple[ItemSummary, ...]:
    by_number: dict[str, list[StudyItem]] = {}
    for own in items:
        by_number.setdefault(own.item, []).append(own)
    return tuple(_item(own) for own in by_number.values())


def _item(answers: Sequence[StudyItem]) -> ItemSummary:
    first, counting = answers[0], [own for own in answers if own.applies and own.most > 0]
    many = len(counting)
    return ItemSummary(
        item=first.item,
        label=first.label,
        domain=first.domain,
        essential=first.essential,
        applies=many,
        claimed=sum(own.claimed is not None and own.claimed > 0 for own in counting),
        supported=sum(own.points > 0 for own in counting),
        contradicted=sum(own.basis == "contradicted" for own in counting),
        declared=sum(own.basis == "declared" and own.points > 0 for own in counting),
        mean=sum(own.points for own in counting) / many if many else None,
        ideal=sum(own.most for own in counting) / many if many else None,
    )


def _bands(scores: Sequence[StudyScore]) -> dict[str, tuple[int, int]]:
    """By band, from the lowest that occurs to the highest: how many claim it, and how many reach it."""
    places = [(own.claimed_percent, own.claimed_band, 0) for own in scores if own.claimed_band]
    places += [(own.percent, own.band, 1) for own in scores if own.band]
    names = dict.fromkeys(name for _, name, _ in sorted(places, key=lambda place: place[0]))
    counts = Counter((name, column) for _, name, column in places)
    return {name: (counts[name, 0], counts[name, 1]) for name in names}
