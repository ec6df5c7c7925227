"""A filled checklist form as one page, to be printed and handed in with a manuscript."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from radaudit.render.form_rows import UNANSWERED, FilledForm, form_rows, parts_are_headings
from radaudit.render.form_text import claimed_total
from radaudit.render.page import assets, content_policy, environment
from radaudit.render.score_words import total

if TYPE_CHECKING:
    import jinja2


def form_html(form: FilledForm) -> str:
    """A page without a script that loads nothing; the same form gives the same bytes."""
    style = assets("report/report.css", "report/print.css", "form/form.css")
    rows = form_rows(form.score)
    context = {"form": form, "rows": rows, "headings": parts_are_headings(rows), "style": style}
    return _environment().get_template("form.html.j2").render(context | {"policy": content_policy(style, "")})


@cache
def _environment() -> jinja2.Environment:
    return environment({"total": total, "claimed_total": claimed_total, "unanswered": UNANSWERED})
