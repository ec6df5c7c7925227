"""What an answers file says of each item before anybody answers it: what is asked, and what the evidence says."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from radaudit.checklists.answers import NOT_APPLICABLE
from radaudit.checklists.instrument import Condition, Instrument
from radaudit.checklists.item import Item, Option
from radaudit.checklists.judge import Judgement, Known, holding, judge, told

WIDTH = 112
MOST_SENTENCES = 2
LONGEST = 240
PREFILLED = "pre-filled from the evidence: say where it is written (pointer), or change it"


@dataclass(frozen=True)
class Block:
    """What is written of one item.

    Attributes
    ----------
    number
        Of the item.
    comments
        Lines that radaudit writes anew each time.
    entry
        An answer that the evidence supports, as a line of YAML; empty if there is none.
    template
        A line to fill in.
    """

    number: str
    comments: tuple[str, ...]
    entry: str
    template: str


def blocks(instrument: Instrument, known: Known) -> tuple[Block, ...]:
    """One block for each item, in the instrument's order."""
    return tuple(_block(instrument, item, known) for item in instrument.items)


def head(instrument: Instrument, known: Known) -> str:
    """The beginning of a new answers file, up to the key ``answers``."""
    lines = [
        f"# What the study claims of {instrument.title} (version {instrument.version}, {instrument.reference}).",
        "# Lines that begin with '#:' are radaudit's, and written anew each time; all others are yours and kept.",
        "# An item that is left out is unanswered, which is not zero.",
        f"checklist: {instrument.id}",
    ]
    if instrument.levels:
        ends = instrument.levels[0].number, instrument.levels[-1].number
        lines.append(
            f"# level: 1   # the level of readiness that is claimed, {ends[0]} to {ends[1]}; take the '#' away"
        )
    if instrument.conditions:
        lines.append("conditions:   # yes or no, for each of them")
        lines += [line for own in instrument.conditions for line in _condition(own, known)]
    return "\n".join([*lines, "answers:"]) + "\n"


def _condition(condition: Condition, known: Known) -> Iterator[str]:
    shown, _ = told(holding(condition.applies_if, known))
    yield f"  # {condition.label}" + (f", asked only where {condition.only_if} is yes" if condition.only_if else "")
    if shown:
        yield from textwrap.wrap(shown[0], WIDTH, initial_indent="  # Evidence: ", subsequent_indent="  #   ")
        yield f'  {condition.key}: "yes"'
    else:
        yield unanswered_condition(condition.key)


def unanswered_condition(key: str) -> str:
    """The line that asks for the answer to a condition."""
    return f"  # {key}: \"no\"   # answer it, and take the first '#' away"


def _block(instrument: Instrument, item: Item, known: Known) -> Block:
    judged = [
        (option, judge(item, option, known))
        for option in item.options
        if item.selection == "multi" or option.points > item.worst
    ]
    sentences = [f"{item.number} · {item.label}{_more(item)}", f"Choose: {_choices(instrument, item)}"]
    for option, judgement in judged:
        sentences += _evidence(item, option, judgement)
    lines = [
        line for sentence in sentences for line in textwrap.wrap(sentence, WIDTH, subsequent_indent="    ") if sentence
    ]
    empty = "[]" if item.selection == "multi" else '""'
    template = f'"{item.number}": {{choose: {empty}, pointer: "", statement: ""}}'
    shown = all(holding(instrument.condition(need).applies_if, known) for need in item.needs)
    sure = shown and not instrument.levels  # of an item that may not apply, nothing is claimed for anybody
    return Block(item.number, tuple(lines), _entry(item, judged) if sure else "", template)


def _more(item: Item) -> str:
    needs = f" (only where yes to {' and '.join(item.needs)})" if item.needs else ""
    return f"{needs}. {item.asks[0].upper()}{item.asks[1:]}." if item.asks else f"{needs}."


def _choices(instrument: Instrument, item: Item) -> str:
    if item.selection == "yes_no":
        return "yes or no" + (f", or {NOT_APPLICABLE}" if instrument.scoring.not_applicable else "") + "."
    how = "none, one or several of" if item.selection == "multi" else "one of"
    return f"{how} " + "; ".join(f"{own.key} ({own.points:g}): {own.label}" for own in item.options) + "."


def _evidence(item: Item, option: Option, judgement: Judgement) -> Iterator[str]:
    what = "" if item.selection == "yes_no" else f" {option.key}"
    shown = " ".join(judgement.evidence[:MOST_SENTENCES])
    shown = shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
    names = f" ({', '.join(judgement.checks)})" if judgement.checks else ""
    if judgement.basis == "contradicted":
        yield f"Speaks against{what or ' a yes'}: {shown}{names}"
    elif judgement.backed:
        yield f"Speaks for{what or ' a yes'}: {shown}{names}"
    elif option.human:
        yield f"Needs{what and f' for{what}'} a statement of what was done, and a pointer to where it is written."
    elif option.hand_in:
        yield f"To settle{what or ' it'}: {option.hand_in}"


def _entry(item: Item, judged: list[tuple[Option, Judgement]]) -> str:
    """The best claim that evidence speaks for."""
    backed = [option for option, judgement in judged if judgement.backed]
    if not backed:
        return ""
    if item.selection == "multi":
        chosen = json.dumps([option.key for option in backed])
    else:
        chosen = json.dumps(max(backed, key=lambda option: option.points).key)
    return f'"{item.number}": {{choose: {chosen}, note: "{PREFILLED}"}}'
