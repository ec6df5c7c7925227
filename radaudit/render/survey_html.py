"""A survey as one HTML file that asks for nothing, in the look of the report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from radaudit.core.survey import InstrumentSummary, Survey
from radaudit.core.surveyed import StudyScore
from radaudit.render import survey_marks, survey_words, words
from radaudit.render.page import assets, content_policy, environment
from radaudit.render.score_bars import bar
from radaudit.render.score_words import total

if TYPE_CHECKING:
    import jinja2

_MOST_CHECKS = 40


def render_survey(survey: Survey) -> str:
    """A self-contained page; the same survey gives the same bytes."""
    style = assets("report/report.css", "survey/survey.css", "report/print.css", "survey/print.css")
    script = assets("report/sorting.js")
    context = {
        "survey": survey,
        "style": style,
        "script": script,
        "policy": content_policy(style, script),
        "by_instrument": {own.checklist: scores_of(survey, own) for own in survey.instruments},
        "entries": {entry.name: entry for entry in survey.entries},
        "left_out": [entry for entry in survey.entries if entry.stage != "included"],
    }
    return _environment().get_template("survey.html.j2").render(context)


def scores_of(survey: Survey, instrument: InstrumentSummary) -> tuple[StudyScore, ...]:
    """The studies that answer a checklist, the highest supported score first."""
    own = [score for score in survey.scores if score.checklist == instrument.checklist]
    return tuple(sorted(own, key=lambda score: (-score.supported, score.study)))


@cache
def _environment() -> jinja2.Environment:
    return environment(
        {
            "words": words,
            "marks": survey_marks,
            "say": survey_words,
            "bar": bar,
            "total": total,
            "most_checks": _MOST_CHECKS,
        }
    )
