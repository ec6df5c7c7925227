"""From the authors' answers and the checks' results to a score: claimed, supported, not contradicted."""

from __future__ import annotations

from collections.abc import Sequence

from radaudit.checklists.answers import Answers
from radaudit.checklists.instrument import Instrument
from radaudit.checklists.points import item_answer
from radaudit.core.report import Result, Score


def score(instrument: Instrument, answers: Answers | None, results: Sequence[Result], lenient: bool = False) -> Score:
    """Score a study by an instrument.

    Parameters
    ----------
    instrument
        As `load_instrument` gives it.
    answers
        What the authors claim; None if they claim nothing.
    results
        What the checks answered. A check that isn't among them gave no answer.
    lenient
        Whether the instrument's lenient reading is used where its file marks one.

    Returns
    -------
    Score
        ``claimed`` adds up the answered items alone: an item left out is not zero, and not its worst either.
        ``supported`` adds up all items; one that nothing supports, or that isn't answered, counts its worst.
        ``not_contradicted`` is ``claimed`` less what evidence contradicts. ``lowest`` and ``highest`` add up the
        ends of all items' ranges (see `radaudit.checklists.points`), so lowest <= supported <= highest.
    """
    by_name = {result.check: result for result in results}
    choices = answers.choices if answers else {}
    settled = [(item, item_answer(item, choices.get(item.number), by_name, lenient)) for item in instrument.items]
    answered = [answer for _, answer in settled if answer.claimed is not None]
    claimed = sum(answer.claimed for answer in answered) if answered else None
    supported = sum(item.worst if answer.points is None else answer.points for item, answer in settled)
    percent = instrument.scoring.percent.value
    return Score(
        checklist=instrument.id,
        title=f"{instrument.title} (lenient reading)" if lenient else instrument.title,
        reference=instrument.reference,
        claimed=claimed,
        supported=supported,
        not_contradicted=sum(answer.highest for answer in answered) if answered else None,
        lowest=sum(answer.lowest for _, answer in settled),
        highest=sum(answer.highest for _, answer in settled),
        minimum=instrument.scoring.minimum,
        maximum=instrument.scoring.maximum,
        percent=percent(supported),
        claimed_percent=None if claimed is None else percent(claimed),
        band=_band(instrument, percent(supported)),
        answers=tuple(answer for _, answer in settled),
    )


def _band(instrument: Instrument, percent: float) -> str:
    """The highest band that the rounded percentage reaches."""
    return next((band.name for band in reversed(instrument.bands) if percent >= band.from_), "")
