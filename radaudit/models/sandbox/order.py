"""What the auditing process tells the launcher."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from radaudit.models.sandbox.limits import Limits

LAYERS = ("bubblewrap", "landlock", "seccomp", "own user")


@dataclass(frozen=True)
class Order:
    """One run.

    Attributes
    ----------
    command
        Program and arguments.
    scratch, folder
        The folder it may write in; where it starts.
    readable
        Files and folders it may read besides the system's.
    listable
        Folder whose names it may read, so that Python finds a package in it.
    environment
        All of it.
    limits
        How much it may use.
    layers
        Those of `LAYERS` to be tried.
    bubblewrap
        Path of the program, empty if there is none that works.
    user
        User id to run under, if it can be had; the launcher chooses it.
    least
        Rank of the level below which the study's code is not run.
    guarded
        Processes that it may not signal, where nothing else prevents that; the launcher names them.
    """

    command: tuple[str, ...]
    scratch: str
    folder: str
    readable: tuple[str, ...]
    listable: str
    environment: dict[str, str]
    limits: Limits
    layers: tuple[str, ...] = LAYERS
    bubblewrap: str = ""
    user: int | None = None
    least: int = 0
    guarded: tuple[int, ...] = ()


def to_text(order: Order) -> str:
    return json.dumps(asdict(order))


def from_text(text: str) -> Order:
    content = json.loads(text)
    content["limits"] = Limits(**content["limits"])
    lists = ("command", "readable", "layers", "guarded")
    return Order(**content | {name: tuple(content[name]) for name in lists})
