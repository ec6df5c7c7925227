"""The command line, read from the program itself, and what its exit status means."""

from __future__ import annotations

import re

import typer

from radaudit.cli import INTERRUPTED, NO_AUDIT, app
from radaudit.verdict import FAILS, HOLDS, INCOMPLETE

from .markdown import code, paragraphs, shown, table

STATUS = {
    HOLDS: "nothing failed at or above `--fail-on`, or the command did what it was asked",
    FAILS: "a proved or tested failure at or above `--fail-on`, or a checklist below what the policy requires",
    NO_AUDIT: "no audit was performed: a mistake in manifest, policy, tables or call, told with file and line",
    INCOMPLETE: "incomplete: a check broke, or nothing at all could be assessed",
    INTERRUPTED: "stopped by the user; what was computed is kept, and the same command goes on from there",
}


def pages() -> dict[str, str]:
    return {"commands.md": _page()}


def _page() -> str:
    rows = [[code(status), meaning] for status, meaning in STATUS.items()]
    parts = ["# Commands", "## Exit status", table(["status", "meaning"], rows)]
    parts += [_command(name, own) for name, own in typer.main.get_command(app).commands.items()]
    return "\n\n".join(parts) + "\n"


def _command(name: str, own) -> str:
    arguments = [_argument(one) for one in own.params if one.param_type_name == "argument"]
    usage = " ".join(["radaudit", name, *arguments, "[OPTIONS]"])
    rows = [[_name(one), _meaning(one), _default(one)] for one in own.params if one.name != "help"]
    told = [f"## radaudit {name}", f"```text\n{usage}\n```", paragraphs(own.help or "")]
    return "\n\n".join([*told, table(["", "meaning", "default"], rows)] if rows else told)


def _argument(one) -> str:
    word = one.name.upper().replace("_", "-")
    return word if one.required else f"[{word}]"


def _name(one) -> str:
    return code(_argument(one)) if one.param_type_name == "argument" else ", ".join(map(code, one.opts))


def _parts(one) -> tuple[str, str]:
    """The help, and the default that it tells where the value itself says nothing."""
    found = re.fullmatch(r"(.*?)\s*(?:\\?\[default: (.*)\])?", one.help or "", re.DOTALL)
    return found[1], found[2] or ""


def _meaning(one) -> str:
    return shown(_parts(one)[0])


def _default(one) -> str:
    if told := _parts(one)[1]:
        return shown(told)
    return "" if one.required or one.default in (None, False, ()) else code(getattr(one.default, "value", one.default))
