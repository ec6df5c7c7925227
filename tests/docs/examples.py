"""The examples of a page of the documentation, in their order: what is run, what is written, what must be printed.

A ``console`` block holds commands after ``$`` and what they print, ``...`` standing for anything; a ``python`` block is
run; a ``yaml`` block that begins with the name of a file is written to it. ``<!-- before: COMMAND -->`` prepares what a
reader has already. A command must succeed, unless ``$ echo $?`` follows and says how it ended.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from radaudit.cli import main

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^<!-- before: (.*?) -->$", re.DOTALL | re.MULTILINE)
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Step:
    """One thing to do, from this line of the page on.

    Attributes
    ----------
    kind
        ``command``, ``python`` or ``yaml``.
    wanted
        What a command must print; None for whatever it prints.
    """

    line: int
    kind: str
    text: str
    wanted: str | None = None


def steps(page: str) -> list[Step]:
    """All steps of a page."""
    found = []
    for block in BLOCK.finditer(page):
        line = page.count("\n", 0, block.start()) + 1
        if block[3]:
            found.append(Step(line, "command", block[3]))
        elif block[1] == "console":
            found += _commands(block[2], line + 1)
        elif block[1] in ("python", "yaml"):
            found.append(Step(line, block[1], block[2]))
    return found


def _commands(block: str, first: int) -> list[Step]:
    found: list[Step] = []
    for line, text in enumerate(block.splitlines(), first):
        if text.startswith("$ "):
            found.append(Step(line, "command", text[2:], ""))
        else:
            found[-1] = Step(found[-1].line, "command", found[-1].text, f"{found[-1].wanted}{text}\n")
    return found


class Reader:
    """Somebody who follows a page from its top, in the current folder."""

    def __init__(self) -> None:
        self.status = 0
        self.names: dict[str, object] = {}

    def follow(self, page: str) -> None:
        """Do every step; what goes otherwise than written is an AssertionError with the line."""
        todo = steps(page)
        for step, after in zip(todo, [*todo[1:], None], strict=True):
            getattr(self, f"_{step.kind}")(step)
            told = after is not None and after.text == "echo $?"
            assert told or not self.status, f"line {step.line}: {step.text} ended with {self.status}"

    def _command(self, step: Step) -> None:
        if step.text == "echo $?":
            printed, self.status = f"{self.status}\n", 0
        else:
            printed = self._run(step.text)
        if step.wanted is not None and not doctest.OutputChecker().check_output(step.wanted, printed, LENIENT):
            raise AssertionError(f"line {step.line}: {step.text} printed\n{printed}\ninstead of\n{step.wanted}")

    def _run(self, command: str) -> str:
        words = shlex.split(command)
        if words[0] != "radaudit":
            ended = subprocess.run(words, capture_output=True, text=True, check=False)
            self.status = ended.returncode
            return ended.stdout
        before, sys.argv = sys.argv, words
        try:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                main()
            self.status = 0
        except SystemExit as ended:
            self.status = int(ended.code or 0)
        finally:
            sys.argv = before
        return printed.getvalue()

    def _python(self, step: Step) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile("\n" * step.line + step.text, "page", "exec"), self.names)

    def _yaml(self, step: Step) -> None:
        name = re.match(r"# ([\w./-]+)\n", step.text)
        if name:
            path = Path(name[1])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
