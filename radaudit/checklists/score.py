"""From the authors' answers and the checks' results to a score: claimed, supported, not contradicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from radaudit.checklists.answers import Answers
from radaudit.checklists.declared import Declarations
from radaudit.checklists.gains import gains
from radaudit.checklists.instrument import Condition, Instrument
from radaudit.checklists.item import Item
from radaudit.checklists.judge import Known, holding, told
from radaudit.checklists.points import item_answer
from radaudit.checklists.totals import Settled, Totals
from radaudit.checklists.wording import claimed_options, claimed_words
from radaudit.core.report import Answer, Result, Score


def score(
    instrument: Instrument,
    answers: Answers | None,
    results: Sequence[Result],
    lenient: bool = False,
    declared: Declarations | None = None,
) -> Score:
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
    declared
        What the study's manifest gives; None if only the checks speak.

    Returns
    -------
    Score
        ``claimed`` adds up the answered items alone: an item left out is not zero, and not its worst either.
        ``supported`` adds up all items; one that nothing supports, or that isn't answered, counts its worst.
        ``not_contradicted`` is ``claimed`` less what evidence contradicts. ``lowest`` and ``highest`` add up the
        ends of all items' ranges (see `radaudit.checklists.points`), so lowest <= supported <= highest.
        An instrument whose score is a percentage has all of these in percent of what can be reached, with one decimal:
        ``claimed`` of the items that apply by the authors' word, the others of those that apply by the evidence too.
    """
    known = Known({result.check: result for result in results}, declared, lenient, instrument.asks_for_text)
    answers = answers or Answers(instrument.id, {})
    settled = [_settled(item, answers, known) for item in instrument.items]
    sums = Totals(instrument.scoring, tuple(own for own in settled if own.item.essential))
    found = sums.figures
    return Score(
        checklist=instrument.id,
        title=f"{instrument.title} (lenient reading)" if lenient else instrument.title,
        reference=instrument.reference,
        **found,
        band=instrument.band(found["percent"]),
        claimed_band="" if found["claimed_percent"] is None else instrument.band(found["claimed_percent"]),
        unit="%" if instrument.scoring.as_percent else instrument.scoring.unit,
        answers=tuple(sums.shown(own) for own in settled),
        unanswered=sum(own.answer.applies and own.choice is None for own in settled),
        conditions=tuple(_condition(own, answers, known) for own in instrument.conditions),
        gains=tuple(replace(gain, points=gain.points * sums.factor) for gain in gains(sums.parts, known)),
        caution=instrument.experimental,
    )


def _settled(item: Item, answers: Answers, known: Known) -> Settled:
    choice, excluded = answers.choices.get(item.number), answers.excludes(item)
    left_out = bool(excluded) or (choice is not None and choice.points is None)
    answer = item_answer(item, choice, known, excluded)
    told = replace(
        answer,
        chosen=claimed_options(choice, excluded),
        said=claimed_words(item, choice, excluded),
        statement=choice.said.words if choice else "",
    )
    return Settled(item, choice, told, not left_out)


def _condition(condition: Condition, answers: Answers, known: Known) -> Answer:
    """What a condition rests on; it holds no points, but moves items in and out of the sums."""
    said = answers.conditions.get(condition.key)
    shown, checks = told(holding(condition.applies_if, known))
    if said is None:
        basis, sentences = "unknown", ("Not answered.",)
    elif said:
        basis, sentences = ("supported" if shown else "declared"), ("The authors say yes.",)
    else:
        basis, sentences = ("contradicted" if shown else "declared"), ("The authors say no.",)
    sentences += shown
    return Answer(
        condition.key,
        condition.label,
        None,
        None,
        0.0,
        0.0,
        basis,
        sentences,
        checks,
        domain="condition",
        applies=False,
        chosen=() if said is None else ("yes" if said else "no",),
        said="" if said is None else "yes" if said else "no",
    )
