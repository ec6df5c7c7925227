"""Sees to it that all processes of a run together stay within what no limit of a single process can bound."""

from __future__ import annotations

import os
import time
from pathlib import Path

from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.processes import deleted_files, descendants, proportional_memory
from radaudit.models.sandbox.reach import SHARED_MEMORY

_DISK_EVERY = 0.5


class Watch:
    """Measures what the descendants of this process hold.

    Parameters
    ----------
    user
        Whose files in shared memory are theirs.
    """

    def __init__(self, scratch: str, limits: Limits, user: int) -> None:
        self._scratch, self._limits, self._user = scratch, limits, user
        self._before = set(shared_files(user))
        self._disk_due = time.monotonic() + _DISK_EVERY

    def exceeded(self) -> str:
        """Which limit is passed: "processes", "memory", "disk", "files"; empty if none."""
        limits, tree = self._limits, descendants(os.getpid())
        if len(tree) > limits.processes:
            return "processes"
        # Twice: between the reading of one process and the next they may end, or give pages to each other.
        if self._memory_passed(tree) and self._memory_passed(descendants(os.getpid())):
            return "memory"
        now = time.monotonic()
        if now < self._disk_due:
            return ""
        size, count = usage(self._scratch)
        self._disk_due = time.monotonic() + max(_DISK_EVERY, 10 * (time.monotonic() - now))
        if count > limits.files:
            return "files"
        return "disk" if size + deleted_files(tree) > limits.disk else ""

    def _memory_passed(self, tree: dict[int, int]) -> bool:
        shared = sum(size for path, size in shared_files(self._user).items() if path not in self._before)
        most = self._limits.memory - shared
        return sum(tree.values()) > most and proportional_memory(tree) > most

    def left_behind(self) -> list[str]:
        """Files in shared memory that were not there before."""
        return [path for path in shared_files(self._user) if path not in self._before]


def shared_files(user: int) -> dict[str, int]:
    """Size on each file of a user in shared memory, by path."""
    try:
        entries = list(os.scandir(SHARED_MEMORY))
    except OSError:
        return {}
    sizes = {}
    for entry in entries:
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if found.st_uid == user:
            sizes[entry.path] = found.st_blocks * 512
    return sizes


def usage(folder: str | Path) -> tuple[int, int]:
    """Bytes on disk and number of entries beneath a folder; links are not followed."""
    size = count = 0
    waiting = [str(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            count += 1
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                size += entry.stat(follow_symlinks=False).st_blocks * 512
            except OSError:
                continue
    return size, count
