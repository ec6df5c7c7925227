"""The steps by which a case becomes a network's input: what `deep.input.steps` may list."""

from __future__ import annotations

import inspect
from dataclasses import MISSING, fields

from radaudit.study.input_steps import KINDS

from .keys import described
from .markdown import code, paragraphs, shown, table

INTRODUCTION = """\
Each entry of `deep.input.steps` in [radaudit.yaml](manifest.md) names its `op`, and what is not to be as by default:
`{op: window, low: -1000, high: 400}`. They are done in the order in which they stand.
"""


def pages() -> dict[str, str]:
    parts = ["# Steps of a network's input", INTRODUCTION, *(_step(name, kind) for name, kind in KINDS.items())]
    return {"input_steps.md": "\n\n".join(parts) + "\n"}


def _step(name: str, kind: type) -> str:
    text, meanings = described(inspect.getdoc(kind) or "")
    rows = [
        [code(own.name), shown(str(own.type)), _default(own), shown(meanings.get(own.name, ""))]
        for own in fields(kind)
        if own.init
    ]
    told = [f"## {name}", paragraphs(text)]
    return "\n\n".join([*told, table(["", "what it may be", "default", "meaning"], rows)] if rows else told)


def _default(own) -> str:
    return "*required*" if own.default is MISSING else code(own.default)
