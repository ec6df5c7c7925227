"""Processes of this machine: who started whom, and what they hold."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from radaudit.models.sandbox.kernel import is_linux

_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


def descendants(root: int) -> dict[int, int]:
    """Memory held (resident set, bytes) by each process that descends from ``root``, by process id."""
    if not Path(f"/proc/{root}/task/{root}/children").exists():
        return _listed_descendants(root)
    found: dict[int, int] = {}
    waiting = _children(root)
    while waiting:
        process = waiting.pop()
        if process not in found:
            found[process] = _resident(process)
            waiting += _children(process)
    return found


def proportional_memory(processes: dict[int, int]) -> int:
    """Bytes held by all of them, what they share being counted once (resident sets where the kernel doesn't tell)."""
    return sum(_proportional(process, resident) for process, resident in processes.items())


def deleted_files(processes: dict[int, int]) -> int:
    """Bytes of files that no folder names any more and that these processes keep open."""
    sizes: dict[tuple[int, int], int] = {}
    for process in processes:
        for entry in _entries(_PROC / str(process) / "fd"):
            try:
                found = os.stat(entry)
            except OSError:
                continue
            if found.st_nlink == 0 and found.st_blocks:
                sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())


def tasks_of(user: int) -> int:
    """Number of processes and threads that a user has running."""
    if not is_linux():
        return sum(line.strip() == str(user) for line in _ps("uid="))
    return sum(
        _threads(process)
        for process in _entries(_PROC)
        if process.rpartition("/")[2].isdigit() and _is_of(process, user)
    )


def _is_of(process: str, user: int) -> bool:
    try:
        return os.stat(process).st_uid == user
    except OSError:
        return False


def _threads(process: str) -> int:
    return len(_entries(Path(process) / "task"))


def _entries(folder: Path) -> list[str]:
    try:
        return [entry.path for entry in os.scandir(folder)]
    except OSError:
        return []


def _children(process: int) -> list[int]:
    found = []
    for task in _entries(_PROC / str(process) / "task"):
        found += [int(word) for word in _text(f"{task}/children").split()]
    return found


def _resident(process: int) -> int:
    words = _text(f"/proc/{process}/statm").split()
    return int(words[1]) * _PAGE if words else 0


def _proportional(process: int, resident: int) -> int:
    for line in _text(f"/proc/{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return min(resident, _resident(process)) if is_linux() else resident  # nothing, if it ended meanwhile


def _text(path: str) -> str:
    try:
        with open(path) as stream:
            return stream.read()
    except OSError:  # it ended meanwhile
        return ""


def _listed_descendants(root: int) -> dict[int, int]:
    """The same where the kernel doesn't tell children: macOS, some small kernels."""
    rows = [tuple(map(int, line.split())) for line in _ps("pid=,ppid=,rss=")]
    family = {root}
    while more := {pid for pid, parent, _ in rows if parent in family} - family:
        family |= more
    return {pid: kilobytes * 1024 for pid, _, kilobytes in rows if pid in family - {root}}


def _ps(columns: str) -> list[str]:
    try:
        done = subprocess.run(["ps", "-A", "-o", columns], capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError:
        return []
    return [line for line in done.stdout.splitlines() if line.strip()]
