"""How far a study's code was fenced off: said in every report, in words that claim no more than was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

LIMITS_ONLY, PARTLY_FENCED, FENCED, ISOLATED = range(4)
_NAMES = ("limits only", "partly fenced off", "fenced off", "isolated")


@dataclass(frozen=True)
class Layers:
    """What the system granted.

    Attributes
    ----------
    bubblewrap
        Own view of files, processes and network.
    landlock
        Version of the kernel's Landlock that was applied; 0 if none.
    seccomp
        Whether system calls are filtered.
    own_user
        Whether it ran under a user id of its own (only root can give one).
    """

    bubblewrap: bool = False
    landlock: int = 0
    seccomp: bool = False
    own_user: bool = False


@dataclass(frozen=True)
class Level:
    """What was enforced.

    Attributes
    ----------
    rank
        0 limits only, 1 partly fenced off, 2 fenced off (files and network), 3 isolated (by bubblewrap too).
    layers
        By which means.
    enforced, missing
        Sentence parts: what held, and what the study's code could still do.
    """

    rank: int
    layers: Layers
    enforced: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def name(self) -> str:
        return _NAMES[self.rank]

    def __str__(self) -> str:
        means = f"{self.name} ({_means(self.layers)})"
        return f"{means}: {'; '.join(self.enforced)}" + (
            f". Not enforced: {'; '.join(self.missing)}" * bool(self.missing)
        )


_Rule = tuple[str, str, Callable[[Layers], bool]]
_FILES: tuple[_Rule, ...] = (
    (
        "reads no files but its own and Python's",
        "it can read every file that the auditor can",
        lambda by: by.bubblewrap or by.landlock >= 1,
    ),
    (
        "writes in its scratch folder only",
        "it can change files elsewhere",
        lambda by: by.bubblewrap or by.landlock >= 3,
    ),
)
_NETWORK: _Rule = ("no network", "it can use the network", lambda by: by.bubblewrap or by.seccomp)
_OTHERS: tuple[_Rule, ...] = (
    (
        "no signal to other processes",
        "it can stop other processes of the auditor",
        lambda by: by.bubblewrap or by.landlock >= 6 or by.own_user,
    ),
    (
        "nothing that it starts outlives it",
        "a program that it starts may outlive it",
        lambda by: by.bubblewrap or by.seccomp or by.own_user,
    ),
    (
        "no access to the kernel's riskier services (tracing, mounts, io_uring, keys)",
        "it can use the kernel's riskier services (tracing, io_uring, keys)",
        lambda by: by.seccomp,
    ),
    (
        "no shared memory of other programs",
        "it can reach the auditor's shared memory (/dev/shm)",
        lambda by: by.bubblewrap or by.own_user,
    ),
    (
        "other processes unseen",
        "it can see names and command lines of other processes",
        lambda by: by.bubblewrap,
    ),
)
_ALWAYS = "limits on time, memory, processes, files and disk; clean environment"


def level_of(layers: Layers) -> Level:
    """What these means enforce."""
    rules = (*_FILES, _NETWORK, *_OTHERS)
    held = [holds(layers) for _, _, holds in rules]
    fenced = all(held[: len(_FILES) + 1])
    rank = LIMITS_ONLY
    if any(held):
        rank = PARTLY_FENCED
    if fenced:
        rank = ISOLATED if layers.bubblewrap and layers.seccomp else FENCED
    enforced = tuple(yes for (yes, _, _), holds in zip(rules, held, strict=True) if holds)
    missing = tuple(no for (_, no, _), holds in zip(rules, held, strict=True) if not holds)
    return Level(rank, layers, (*enforced, _ALWAYS), missing)


def _means(layers: Layers) -> str:
    names = ["bubblewrap"] * layers.bubblewrap + [f"Landlock {layers.landlock}"] * bool(layers.landlock)
    names += ["seccomp"] * layers.seccomp + ["a user id of its own"] * layers.own_user
    return ", ".join([*names, "a process with limits"])
