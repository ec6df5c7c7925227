"""What our pages share: templates that escape every text, assets, and a policy that closes a page to the network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from radaudit.render.cells import cell, compact, indented, number
from radaudit.render.grouping import anchor
from radaudit.render.links import address
from radaudit.render.text import brief, moment, one_line, sentence, shortened, spaced, visible
from radaudit.resources import shipped

if TYPE_CHECKING:
    import jinja2

_FILTERS = {
    "one_line": one_line,
    "brief": brief,
    "sentence": sentence,
    "moment": moment,
    "shortened": shortened,
    "spaced": spaced,
    "number": number,
    "cell": cell,
    "compact": compact,
    "indented": indented,
    "address": address,
    "anchor": anchor,
}


def environment(names: Mapping[str, object]) -> jinja2.Environment:
    """Templates that may use these names, and in which no text of a study is markup."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= _FILTERS
    made.globals |= names
    return made


def assets(*names: str) -> object:
    """Files of ours in ``templates/``, put in as they are: their digest is in the page's policy."""
    from markupsafe import Markup

    folder = shipped("templates")
    return Markup("\n".join((folder / name).read_text(encoding="utf-8") for name in names))  # noqa: S704 - our own files


def content_policy(style: str, script: str) -> str:
    """A Content-Security-Policy that allows this style sheet and this script, and nothing else."""
    rules = {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": _source(style),
        "script-src": _source(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _shown(value: object) -> object:
    """Applied to all that a template prints, so that no text of the study can escape it."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return visible(value)
    return value


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
