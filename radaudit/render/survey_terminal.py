"""A survey for a terminal: who claims what, and how much of it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.core.survey import Flow, Survey
from radaudit.core.surveyed import StudyScore
from radaudit.render.cells import number
from radaudit.render.survey_words import ends, figure, quartiles, share
from radaudit.render.text import one_line, shortened
from radaudit.render.words import LEVELS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_MOST_STUDIES, _MOST_CHECKS = 40, 10
_COLOURS = {"pass": "green", "unknown": "yellow", "fail": "red", "error": "magenta"}


def render_survey_terminal(survey: Survey, console: Console) -> None:
    """Print the flow, the studies with their scores, and the checks that fail most; text of studies stays text."""
    console.print(_text(_flow(survey.flow), "bold"))
    for entry in survey.entries:
        if entry.stage != "included":
            console.print(_text(f"  {entry.name}: {entry.why}. {shortened(entry.told, 300)}", "yellow"))
    for remark in survey.remarks:
        console.print(_text(f"  {shortened(remark, 400)}", "yellow"))
    if survey.included:
        _studies(survey, console)
    for own in survey.instruments:
        whole = own.whole
        said = f"supported, median {quartiles(whole.supported)}, range {ends(whole.supported)} {own.unit}"
        claim = f"claimed, median {quartiles(whole.claimed)}; " if whole.claimed else ""
        adherence = f"{share(whole.met, whole.asked)} items met, {figure(whole.percent_of_ideal)} % of ideal"
        console.print(_text(f"{own.title}: {claim}{said}; {adherence}"))
    _failing(survey, console)


def _flow(flow: Flow) -> str:
    missing, excluded = sum(flow.not_retrieved.values()), sum(flow.excluded.values())
    said = f"{flow.folders + flow.reports} found, {flow.duplicates} duplicates, {missing} not retrieved"
    return f"{said}, {excluded} excluded, {flow.included} included"


def _studies(survey: Survey, console: Console) -> None:
    scores = {(own.study, own.checklist): own for own in survey.scores}
    table = _table("study", "verdict", *(own.checklist for own in survey.instruments))
    for entry in survey.included[:_MOST_STUDIES]:
        state = LEVELS.get(entry.level)
        verdict = _text(state.word, _COLOURS[state.key]) if state else _text("")
        row = [_score(scores.get((entry.name, own.checklist))) for own in survey.instruments]
        table.add_row(_text(shortened(entry.name, 60)), verdict, *map(_text, row))
    console.print(table)
    if survey.instruments:  # as a caption it would be broken to the width of a narrow table
        console.print(_text("Checklists: claimed, supported of the most.", "dim"))
    left = len(survey.included) - _MOST_STUDIES
    if left > 0:
        console.print(_text(f"and {left} more in survey_scores.csv", "dim"))


def _score(own: StudyScore | None) -> str:
    if own is None:
        return "-"
    return f"{'-' if own.claimed is None else number(own.claimed)}, {number(own.supported)} of {number(own.maximum)}"


def _failing(survey: Survey, console: Console) -> None:
    if not survey.failing:
        return
    table = _table("fails most often", "fails", "passes", "unknown")
    for own in survey.failing[:_MOST_CHECKS]:
        table.add_row(
            _text(own.check), *(_text(str(own.outcomes.get(name, 0))) for name in ("fail", "pass", "unknown"))
        )
    console.print(table)


def _table(*headings: str):
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(_text(heading), overflow="fold")
    return table


def _text(said: str, style: str = "") -> Text:
    """Text that does nothing but stand there."""
    from rich.text import Text

    blank = said[: len(said) - len(said.lstrip())]
    return Text(blank + one_line(said), style=style, overflow="fold")
