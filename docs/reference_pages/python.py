"""What can be called and extended from Python: docstrings as they stand in the code."""

from __future__ import annotations

import radaudit

MODULES = {
    "What an audit gives": ["radaudit.core.report", "radaudit.core.finding"],
    "What a plan and a survey give": ["radaudit.planning.plan", "radaudit.core.survey"],
    "What is raised": ["radaudit.core.errors"],
    "To add a check or evidence": ["radaudit.core.step", "radaudit.core.registry"],
    "To add an expensive measurement": ["radaudit.compute.job", "radaudit.compute.engine"],
}
INTRODUCTION = """\
`import radaudit` gives three functions; what they return leads to everything else. How the parts of the program lie
upon each other is told in [the map](../architecture.md).
"""


def pages() -> dict[str, str]:
    parts = ["# Python", INTRODUCTION, "## Functions"]
    parts += [_directive("autofunction", f"radaudit.{name}") for name in radaudit.__all__]
    for title, modules in MODULES.items():
        parts += [f"## {title}", *(_directive("automodule", name, ":members:") for name in modules)]
    return {"python.md": "\n\n".join(parts) + "\n"}


def _directive(kind: str, name: str, option: str = "") -> str:
    return f"```{{eval-rst}}\n.. {kind}:: {name}\n   {option}\n```"
