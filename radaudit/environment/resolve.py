"""Asks a package index, through uv, whether the stated requirements can be met together; nothing is installed or built.

To build a source distribution runs code of whoever published it, so that is refused (``--no-build``); what would need
it is named. uv heeds the Python that a wheel is built for, but no upper bound that a package states for Python, so
"resolved" can be too kind, and "unsatisfiable" is certain for the index that was asked. Only names, versions, extras
and markers are sent: no address, path or variable of the study's files.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from radaudit.environment.contradictions import both
from radaudit.environment.stated import Stated, Statement

Status = Literal["resolved", "needs a build", "unsatisfiable", "no answer"]
_BEST_FIRST: tuple[Status, ...] = ("resolved", "needs a build", "no answer", "unsatisfiable")

# The newest release of each Python: uv takes 3.8 for 3.8.0, which many packages refuse.
PYTHONS = ("3.12.12", "3.11.14", "3.10.19", "3.9.25", "3.13.9", "3.8.20", "3.7.17", "3.6.15")
SECONDS = 120  # for all that uv is asked about one study
MOST_ROUNDS = 6  # packages that are left out, one after the other, because they would have to be built
LONGEST_REASON = 500


@dataclass(frozen=True)
class Resolution:
    """What the index answers.

    Attributes
    ----------
    status
        "needs a build": all but `builds` can be met; "no answer": uv or the index gave none.
    python
        The Python it was asked for.
    versions
        What would be installed, by name.
    builds
        Packages without a wheel for this Python on this kind of machine.
    reason
        Why not, in uv's words or ours.
    """

    status: Status
    python: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    builds: tuple[str, ...] = ()
    reason: str = ""


def find_uv() -> str | None:
    """The uv program: of the ``uv`` package, or on the path."""
    try:
        import uv

        return uv.find_uv_bin()
    except (ImportError, FileNotFoundError):
        return shutil.which("uv")


def sendable(statement: Statement) -> tuple[Stated, ...]:
    """The requirements that an index can answer for: not those of conda, nor what comes from somewhere else."""
    return tuple(own for own in statement.stated if not (own.conda or own.source or own.optional))


def pythons_for(statement: Statement) -> tuple[str, ...]:
    """Versions of Python to ask for: those stated; where none is, all that are in use, the ones of today first."""
    specifier = both(own.specifier for own in statement.python)
    exact = [one.version for one in specifier if one.operator in ("==", "===") and not one.version.endswith(".*")]
    if exact and exact[0].count(".") == 2:
        return (exact[0],)
    return tuple(python for python in PYTHONS if specifier.contains(python, prereleases=True))


def resolve(
    stated: Sequence[Stated], pythons: Sequence[str], options: Sequence[str] = (), seconds: float = SECONDS
) -> Resolution:
    """Whether some version of Python can have all of these at once.

    Parameters
    ----------
    stated
        As `sendable` gives them.
    pythons
        Versions of Python; asked in this order until one answers yes.
    options
        Of uv: which index to ask.
    seconds
        Time for all of it.
    """
    uv = find_uv()
    if uv is None:
        return Resolution("no answer", reason="uv is not installed; 'pip install uv' adds it")
    until, answers = time.monotonic() + seconds, []
    for python in pythons:
        answers.append(_for_python(uv, stated, python, options, until))
        if answers[-1].status in ("resolved", "no answer"):
            break
    if not answers:
        return Resolution("no answer", reason="the stated Python is none that uv can be asked for")
    return min(answers, key=lambda own: (_BEST_FIRST.index(own.status), len(own.builds)))


def _for_python(uv: str, stated: Sequence[Stated], python: str, options: Sequence[str], until: float) -> Resolution:
    """Leaves out what would need a build, so that the rest is answered: a part that can't be met settles the whole."""
    left, builds = list(stated), []
    for _ in range(MOST_ROUNDS):
        answer = _asked(uv, left, python, options, until)
        wanting = [own for own in answer.builds if own not in builds]
        builds += wanting
        if answer.status != "needs a build":
            break
        kept = [own for own in left if own.key not in wanting]
        if len(kept) == len(left):  # something that another package asks for
            return Resolution("needs a build", python, {}, tuple(builds))
        left = kept
    if answer.status == "resolved" and builds:
        return Resolution("needs a build", python, answer.versions, tuple(builds))
    return answer


def _asked(uv: str, stated: Sequence[Stated], python: str, options: Sequence[str], until: float) -> Resolution:
    with tempfile.TemporaryDirectory(prefix="radaudit-") as folder:
        lines = {False: "requirements.in", True: "constraints.in"}
        for limits, file in lines.items():
            text = "".join(f"{_line(own)}\n" for own in stated if own.constraint is limits)
            Path(folder, file).write_text(text, encoding="utf-8")
        command = [uv, "pip", "compile", "requirements.in", "--constraint", "constraints.in", "--no-build"]
        command += ["--no-header", "--no-annotate", "--no-progress", "--color", "never", "--no-python-downloads"]
        command += ["--python", sys.executable, "--python-version", python, *options]
        try:
            ended = subprocess.run(  # noqa: S603
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=max(0.1, until - time.monotonic()),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Resolution("no answer", python, reason="it took too long")
        except OSError as fault:
            return Resolution("no answer", python, reason=f"uv could not be run: {fault.strerror}")
    if ended.returncode == 0:
        return Resolution("resolved", python, dict(_pairs(ended.stdout)))
    return _refused(ended.stderr, python)


def _line(own: Stated) -> str:
    extras = f"[{','.join(own.extras)}]" if own.extras and not own.constraint else ""
    return f"{own.name}{extras}{own.specifier}" + (f" ; {own.marker}" if own.marker else "")


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        found = re.match(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", line)
        if found:
            yield found[1], found[2]


def _refused(told: str, python: str) -> Resolution:
    """What uv's message means; addresses in it, which may be the auditor's own, are not repeated."""
    if "No solution found" not in told:
        unreachable = re.search(r"error sending request|dns error|Failed to fetch|Could not connect|timed out", told)
        reason = "the package index could not be reached" if unreachable else "uv gave no answer that radaudit knows"
        return Resolution("no answer", python, reason=reason)
    builds = tuple(dict.fromkeys(re.findall(r"Wheels are required for `([^`]+)`", told)))
    if builds:
        return Resolution("needs a build", python, {}, builds)
    cause = re.split(r"\n\s*\n\s*hint:", told.partition("No solution found")[2])[0]
    sentence = " ".join(re.sub(r"[^\x20-\x7e\n]|cause:|when resolving dependencies:?|\w+://\S+", " ", cause).split())
    shown = sentence if len(sentence) <= LONGEST_REASON else f"{sentence[: LONGEST_REASON - 3]}..."
    return Resolution("unsatisfiable", python, reason=shown)
