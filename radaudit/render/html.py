"""The report as one HTML file that asks for nothing: no network, no server, no script needed to read it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.core.plot import Plot
from radaudit.core.registry import plugin
from radaudit.core.report import Report
from radaudit.render import grouping, words
from radaudit.render.cells import cell, compact, grid, indented, number
from radaudit.render.glance import not_assessed, questions, reason
from radaudit.render.links import address
from radaudit.render.score_bars import domain_bars, score_bars
from radaudit.render.score_words import effort, total
from radaudit.render.svg import draw_plot
from radaudit.render.text import one_line, shortened, spaced, visible
from radaudit.resources import shipped

if TYPE_CHECKING:
    import jinja2

MOST_ROWS = 200
MOST_PLACES = 20


@plugin("renderer", "html")
def render_html(report: Report) -> str:
    """A self-contained page; the same report gives the same bytes.

    Its policy (a Content-Security-Policy) allows the one style sheet and the one script that are in it and nothing
    else, so text of the study can't run and nothing can be fetched.
    """
    environment = _environment()
    style, script = _asset("report.css", "print.css"), _asset("report.js")
    context = {
        "report": report,
        "style": style,
        "script": script,
        "policy": _content_policy(style, script),
        "data": _embedded(report),
        "questions": questions(report),
        "not_assessed": not_assessed(report),
        "anchors": {result.check: grouping.anchor(result.check) for result in report.results},
    }
    return environment.get_template("report.html.j2").render(context)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "one_line": one_line,
        "shortened": shortened,
        "spaced": spaced,
        "number": number,
        "cell": cell,
        "compact": compact,
        "indented": indented,
        "address": address,
        "anchor": grouping.anchor,
    }
    environment.globals |= {
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
        "most_rows": MOST_ROWS,
        "most_places": MOST_PLACES,
    }
    return environment


def _shown(value: object) -> object:
    """Applied to all that a template prints, so that no text of the study can escape it."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return visible(value)
    return value


def _drawn(plot: Plot, name: str) -> object:
    from markupsafe import Markup

    return Markup(draw_plot(plot, name))  # noqa: S704 - draw_plot escapes every text


def _asset(*names: str) -> object:
    """Files of ours, put in as they are: their digest is in the page's policy."""
    from markupsafe import Markup

    folder = shipped("templates") / "report"
    return Markup("\n".join((folder / name).read_text(encoding="utf-8") for name in names))  # noqa: S704 - our own files


def _embedded(report: Report) -> object:
    """The report as JSON that can't end the script element it stands in."""
    from markupsafe import Markup

    return Markup(report.to_json(indent=None).replace("<", "\\u003c"))  # noqa: S704 - no markup is left in it


def _content_policy(style: str, script: str) -> str:
    rules = {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": _source(style),
        "script-src": _source(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
