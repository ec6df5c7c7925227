"""Run one command of a study, fenced off, and say how it ended."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal

from radaudit.models.sandbox import blame, bubblewrap
from radaudit.models.sandbox.environment import PACKAGE, environment
from radaudit.models.sandbox.level import FENCED, Layers, Level, level_of
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.order import LAYERS, Order, to_text
from radaudit.models.sandbox.reach import python_folders
from radaudit.models.sandbox.sweep import sweep

Demand = Literal["strict", "best", "limits"]
"""The auditor's word: refuse to run the study's code where files and network can't be fenced off; fence off what can
be; limits only, for code that no fence suits."""

_SAID = 2**16
_PATIENCE = 30
"""Seconds that the launcher has to end what it started."""


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes
    ----------
    problem
        A sentence that says which rule stopped it, or what it said last; empty if it ended by itself with status 0.
    level
        What was enforced.
    seconds
        From start to end.
    stop
        The limit for which all of it was stopped ("time", "memory", "processes", "disk", "files"); empty if it ended
        by itself.
    output
        The last 64 KiB of what it printed.
    removed
        Links leading out of its folder, pipes and the like, which were removed from it.
    """

    problem: str
    level: Level
    seconds: float = 0.0
    stop: str = ""
    output: str = ""
    removed: tuple[str, ...] = ()


def run(
    command: Sequence[str],
    scratch: Path,
    limits: Limits | None = None,
    readable: Sequence[Path] = (),
    *,
    demand: Demand = "best",
    folder: Path | None = None,
    layers: Sequence[str] = LAYERS,
) -> Ended:
    """Run a program and all that it starts: nothing of it is left when this returns.

    Parameters
    ----------
    command
        Program, searched for in PATH, and arguments.
    scratch
        The only folder it may write in; its home and temporary folder. If this user is root, another's afterwards.
    limits
        How much it may use.
    readable
        Files and folders that it may read, besides the system's programs and libraries and Python's packages.
    demand
        What the auditor demands.
    folder
        Where it starts; by default the scratch folder.
    layers
        Those of `order.LAYERS` to be tried.

    Returns
    -------
    Ended
        Also where the code misbehaved or could not be run: no exception speaks of the study's code.
    """
    limits = limits or Limits()
    if not hasattr(os, "fork"):
        return Ended("the study's code was not run: this system has no means to limit it (use WSL)", level_of(Layers()))
    scratch, own = scratch.resolve(), tuple(str(path.resolve()) for path in readable)
    layers = () if demand == "limits" else tuple(layers)
    order = Order(
        command=tuple(map(str, command)),
        scratch=str(scratch),
        folder=str((folder or scratch).resolve()),
        readable=(*python_folders(), *own),
        listable=str(PACKAGE),
        environment=environment(scratch),
        limits=limits,
        layers=layers,
        bubblewrap=bubblewrap.program() if "bubblewrap" in layers else "",
        least=FENCED if demand == "strict" else 0,
    )
    answer, said = _launched(order)
    if order.bubblewrap and _did_not_start(answer):  # it worked in the trial and not with these files
        answer, said = _launched(replace(order, bubblewrap=""))
    removed = sweep(scratch)
    level = level_of(Layers(**answer.get("layers", {})))
    problem = _problem(answer, said, limits, (str(scratch), *own))
    return Ended(problem, level, answer["seconds"], answer["stop"], said, removed)


@cache
def reached(demand: Demand = "best") -> Level:
    """The level that this machine grants, seen by running a program that does nothing."""
    with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
        return run((sys.executable, "-S", "-c", ""), Path(name), Limits(seconds=20), demand=demand).level


def _did_not_start(answer: dict) -> bool:
    return not answer["stop"] and "layers" not in answer and "failure" not in answer


def _launched(order: Order) -> tuple[dict, str]:
    """What the launcher answers, and the last of what the study's code printed."""
    with tempfile.TemporaryFile() as output:
        return _answer(order, output), _last(output)


def _answer(order: Order, output: BinaryIO) -> dict:
    command = [sys.executable, "-S", "-P", "-m", "radaudit.models.sandbox.launch"]
    launcher = subprocess.Popen(  # noqa: S603  our own module, in this interpreter
        command,
        cwd="/",
        env={"PYTHONPATH": order.listable, "PATH": order.environment.get("PATH", os.defpath)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=output,
        text=True,
        start_new_session=True,  # or an interrupt at the terminal would reach it before it could end the study's code
    )
    try:
        with suppress(BrokenPipeError):
            launcher.stdin.write(to_text(order) + "\n")
            launcher.stdin.flush()
        # Not `wait`, which looks every 50 ms.
        ready, _, _ = select.select([launcher.stdout], [], [], order.limits.seconds + _PATIENCE)
        answer = json.loads(launcher.stdout.readline() if ready else "")
    except ValueError:
        answer = {"failure": "the launcher ended before its time"}
    finally:
        _dismiss(launcher)
    return {"stop": "", "status": None, "seconds": 0.0} | answer


def _dismiss(launcher: subprocess.Popen) -> None:
    """Its input closes: it ends what it started, and itself."""
    with suppress(BrokenPipeError):
        launcher.stdin.close()
    ready, _, _ = select.select([launcher.stdout], [], [], _PATIENCE)
    if not ready:
        launcher.kill()
    launcher.wait()
    launcher.stdout.close()


def _problem(answer: dict, said: str, limits: Limits, folders: tuple[str, ...]) -> str:
    if answer["stop"]:
        return blame.of_stop(answer["stop"], limits)
    if "failure" in answer:
        return f"the study's code was not run: {answer['failure']}"
    if "layers" not in answer:
        return "the study's code was not run: its process could not be made"
    status = answer["status"]
    if answer["layers"]["bubblewrap"] and status > 128:  # so a shell, and bubblewrap, tell a signal
        status = 128 - status
    return blame.of_status(status, said, limits, folders)


def _last(output: BinaryIO) -> str:
    output.seek(0, os.SEEK_END)
    output.seek(max(0, output.tell() - _SAID))
    return output.read().decode(errors="replace")
