"""Starts a study's program, watches it, and ends all of it.

A process of its own, as the auditing process may have threads. Reads an `order.Order` from its input, one line; gives
one JSON object. Its input stays open: when that closes, the auditor is gone or tells it to stop.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from radaudit.models.sandbox import bubblewrap, identity
from radaudit.models.sandbox.confine import become_the_program
from radaudit.models.sandbox.kernel import adopt_orphans, is_linux
from radaudit.models.sandbox.order import Order, from_text, to_text
from radaudit.models.sandbox.processes import descendants
from radaudit.models.sandbox.watch import Watch

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.1
_OUTPUT = 2
"""Its own errors and the study's output go to the same file."""


def main() -> None:
    order = from_text(sys.stdin.readline())
    started = time.monotonic()
    if is_linux():
        adopt_orphans()
    user = identity.free_user() if "own user" in order.layers else None
    order = replace(order, user=user, guarded=(os.getpid(), os.getppid()))
    if order.user is not None:
        identity.hand_over(Path(order.scratch), order.user)
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    reading, report = os.pipe()
    watch = Watch(order.scratch, order.limits, os.getuid() if order.user is None else order.user)
    child = os.fork()
    if child == 0:
        _start(order, report)
    os.close(report)
    stop, status = _attend(order, child, watch, wake, started)
    _end(child, order.user)
    if order.user is not None:
        for path in watch.left_behind():
            with suppress(OSError):
                os.unlink(path)
    answer = {"stop": stop, "status": status, "seconds": time.monotonic() - started}
    print(json.dumps(answer | _told(reading)), flush=True)


def _start(order: Order, report: int) -> None:
    """In the forked process: never returns."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(_OUTPUT, 1)
        os.umask(0o077)
        os.chdir(order.folder)
        if order.bubblewrap:
            os.set_inheritable(report, True)
            inner = [sys.executable, "-S", "-P", "-m", "radaudit.models.sandbox.confine", to_text(order), str(report)]
            view = bubblewrap.command(order.bubblewrap, order.readable, order.scratch, order.folder, inner)
            os.execve(view[0], view, {"PYTHONPATH": order.listable})  # noqa: S606  no shell in between
        become_the_program(order, report, inside=False)
    except BaseException as fault:
        os.write(report, json.dumps({"failure": str(fault) or type(fault).__name__}).encode())
    finally:
        os._exit(127)


def _attend(order: Order, child: int, watch: Watch, wake: int, started: float) -> tuple[str, int | None]:
    """Wait for the end: why it was stopped (empty: it ended by itself), and its exit status."""
    pause, due = _FIRST_PAUSE, started + _FIRST_PAUSE
    while True:
        ready, _, _ = select.select([sys.stdin, wake], [], [], max(0, due - time.monotonic()))
        if wake in ready:
            os.read(wake, 4096)
        status = _collected(child)
        if status is not None:
            return "", status
        if sys.stdin in ready:
            return "auditor", None
        if time.monotonic() - started > order.limits.seconds:
            return "time", None
        if time.monotonic() >= due:  # however often a process that ended wakes this one
            if stop := watch.exceeded():
                return stop, None
            pause = min(pause * 1.5, _LONGEST_PAUSE)
            due = time.monotonic() + pause


def _collected(child: int) -> int | None:
    """Exit status of the child if it ended; orphans that ended are collected on the way."""
    with suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == child:
                return os.waitstatus_to_exitcode(status)
            if process == 0:
                return None
    return None


def _end(child: int, user: int | None) -> None:
    """Kill all that was started: its group (seccomp lets nobody leave it), its user's, and what is found besides."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if user is not None:
        identity.end_all_of(user)
    until = time.monotonic() + 5
    while (left := descendants(os.getpid())) and time.monotonic() < until:
        for process in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        _collected(-1)
        time.sleep(0.002)


def _told(reading: int) -> dict:
    """What the study's process wrote before it became the study's program."""
    with open(reading, "rb") as stream:
        lines = stream.read().decode().split("\n")
    told: dict = {}
    for line in filter(None, lines):
        told |= json.loads(line)
    return told


if __name__ == "__main__":
    main()
