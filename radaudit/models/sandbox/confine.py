"""Fence this process off, then become the study's program. In bubblewrap's view it runs as a program of its own."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from radaudit.models.sandbox import identity, landlock, seccomp
from radaudit.models.sandbox.kernel import give_up_new_privileges, is_linux
from radaudit.models.sandbox.level import Layers, level_of
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.order import Order, from_text
from radaudit.models.sandbox.processes import tasks_of
from radaudit.models.sandbox.reach import DEVICES, PROCESSES, SHARED_MEMORY, SYSTEM

TASKS_PER_PROCESS = 4


def become_the_program(order: Order, report: int, inside: bool) -> None:
    """Never returns: the program runs, or the reason why it can't is written.

    Parameters
    ----------
    report
        Descriptor that takes one JSON object: the layers applied, or the "failure".
    inside
        Whether bubblewrap made the view.
    """
    try:
        layers = _fence(order, inside)
        level = level_of(layers)
        if level.rank < order.least:
            raise PermissionError(f"this machine grants no more than this: {level}")
        os.write(report, json.dumps({"layers": asdict(layers)}).encode())
        os.set_inheritable(report, False)
        _start(order)
    except BaseException as fault:
        os.write(report, b"\n" + json.dumps({"failure": str(fault) or type(fault).__name__}).encode())
    finally:
        os._exit(127)


def _start(order: Order) -> None:
    try:
        os.execvpe(order.command[0], order.command, order.environment)  # noqa: S606  no shell in between
    except OSError as fault:
        name = Path(order.command[0]).name
        raise RuntimeError(f"the program {name!r} can't be started ({fault.strerror})") from fault


def _fence(order: Order, inside: bool) -> Layers:
    """Apply every layer that is wanted and to be had; order matters, as each takes rights that an earlier one needs."""
    with suppress(OSError):  # should memory run out all the same, the kernel is to take this process first
        Path("/proc/self/oom_score_adj").write_text("1000")
    fenced = "landlock" in order.layers and landlock.abi() > 0
    own = False
    if order.user is not None:
        needed = (sys.executable, os.__file__, order.listable, order.scratch, *order.readable)
        own = identity.become(order.user, needed, fenced)
    apply_limits(order.limits)
    if is_linux():
        give_up_new_privileges()
    version = landlock.restrict(_rules(order)) if fenced else 0
    guarded = () if inside else order.guarded
    filtered = "seccomp" in order.layers and seccomp.restrict(
        unix_sockets=inside, metadata=inside or own, guarded=guarded
    )
    return Layers(inside, version, filtered, own)


def _rules(order: Order) -> list[tuple[str, int]]:
    read = [(path, landlock.READ) for path in (*SYSTEM, PROCESSES, *order.readable)]
    devices = [(path, landlock.READ_FILE | landlock.WRITE_FILE) for path in DEVICES]
    rest = [(order.listable, landlock.LIST), (SHARED_MEMORY, landlock.SHARE), (order.scratch, landlock.WRITE)]
    return [*read, *devices, *rest]


def apply_limits(limits: Limits) -> None:
    """Bind this process and all it starts."""
    import resource

    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    user = os.getuid()
    if user != 0:  # the kernel counts all tasks of a user, and lets root have any number
        wanted[resource.RLIMIT_NPROC] = tasks_of(user) + TASKS_PER_PROCESS * limits.processes
    for which, most in wanted.items():
        _lower(which, most, most)
    _lower(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 5)


def _lower(which: int, soft: int, hard: int) -> None:
    import resource

    _, ceiling = resource.getrlimit(which)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    with suppress(ValueError, OSError):  # macOS refuses a limit on address space; the watch over memory remains
        resource.setrlimit(which, (soft, hard))


if __name__ == "__main__":
    become_the_program(from_text(sys.argv[1]), int(sys.argv[2]), inside=True)
