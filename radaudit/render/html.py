"""The report as one HTML file that asks for nothing: no network, no server, no script needed to read it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.core.plot import Plot
from radaudit.core.registry import plugin
from radaudit.core.report import Report
from radaudit.render import grouping, words
from radaudit.render.cells import grid
from radaudit.render.embedded import embedded
from radaudit.render.glance import not_assessed, questions, reason
from radaudit.render.page import assets, content_policy, environment
from radaudit.render.score_bars import domain_bars, score_bars
from radaudit.render.score_words import agreement_sentences, effort, rated, total
from radaudit.render.svg import draw_plot

if TYPE_CHECKING:
    import jinja2

MOST_ROWS = 200  # of a table; fewer where a report has many long ones, so that it stays below a megabyte
FEWEST_ROWS = 25
MOST_CELLS = 4000  # some 60 bytes each
MOST_PLACES = 20


@plugin("renderer", "html")
def render_html(report: Report) -> str:
    """A self-contained page; the same report gives the same bytes.

    Its policy (a Content-Security-Policy) allows the one style sheet and the one script that are in it and nothing
    else, so text of the study can't run and nothing can be fetched.
    """
    style, script = assets("report/report.css", "report/print.css"), assets("report/report.js", "report/sorting.js")
    context = {
        "report": report,
        "style": style,
        "script": script,
        "policy": content_policy(style, script),
        "data": embedded(report),
        "most_rows": rows_shown(report),
        "questions": questions(report),
        "not_assessed": not_assessed(report),
        "anchors": {result.check: grouping.anchor(result.check) for result in report.results},
    }
    return _environment().get_template("report.html.j2").render(context)


def rows_shown(report: Report) -> int:
    """How many rows of each evidence table the page shows; all are in the data that it holds."""
    tables = [(len(own.rows), len(own.rows[0])) for result in report.results for own in result.findings if own.rows]
    most = MOST_ROWS
    while most > FEWEST_ROWS and sum(min(rows, most) * columns for rows, columns in tables) > MOST_CELLS:
        most //= 2
    return most


@cache
def _environment() -> jinja2.Environment:
    return environment(
        {
            "grouping": grouping,
            "words": words,
            "Outcome": Outcome,
            "Severity": Severity,
            "Tier": Tier,
            "grid": grid,
            "reason": reason,
            "draw_plot": _drawn,
            "score_bars": score_bars,
            "domain_bars": domain_bars,
            "total": total,
            "effort": effort,
            "agreement_sentences": agreement_sentences,
            "rated": rated,
            "most_places": MOST_PLACES,
        }
    )


def _drawn(plot: Plot, name: str) -> object:
    from markupsafe import Markup

    return Markup(draw_plot(plot, name))  # noqa: S704 - draw_plot escapes every text
