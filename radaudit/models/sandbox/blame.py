"""Which rule stopped the study's code, and in which of its lines: one sentence from what it printed."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterable

from radaudit.models.sandbox.limits import Limits, amount

_FRAME = re.compile(r'^\s*File "(?P<path>[^"]+)", line (?P<line>\d+)', re.MULTILINE)
_NO_NETWORK = re.compile(
    r"PermissionError: \[Errno 13\] Permission denied(?!: ['\"b])|gaierror|Errno -[23]\]|NameResolutionError"
    r"|(URLError|ConnectionError|ConnectError|NewConnectionError)\b.*(Permission denied|unreachable|resolution)"
)
_NO_FILE = re.compile(
    r"\[Errno (?:13\] Permission denied|30\] Read-only file system|1\] Operation not permitted"
    r"|18\] Invalid cross-device link): '([^']*)'"
)
_NOT_PERMITTED = re.compile(r"PermissionError: \[Errno 1\] Operation not permitted")
_NO_PROCESS = re.compile(r"BlockingIOError: \[Errno 11\]|can't start new thread|fork: (retry: )?Resource temporarily")
_NO_MEMORY = re.compile(r"\b_?(Array)?MemoryError\b|\[Errno 12\] Cannot allocate memory|std::bad_alloc")
_FILE_TOO_LARGE = re.compile(r"\[Errno 27\] File too large|File size limit exceeded")
_TOO_MANY_FILES = re.compile(r"\[Errno 24\] Too many open files")


def of_stop(stop: str, limits: Limits) -> str:
    """What is said of a run that the watch ended."""
    reasons = {
        "time": f"was stopped after {limits.seconds} s",
        "memory": f"was stopped: it used more than {amount(limits.memory)} of memory",
        "processes": f"was stopped: it ran more than {limits.processes} processes at once",
        "disk": f"was stopped: it wrote more than {amount(limits.disk)}",
        "files": f"was stopped: it made more than {limits.files} files",
        "auditor": "was stopped by the auditor",
    }
    return f"the study's code {reasons[stop]}"


def of_status(status: int, output: str, limits: Limits, folders: Iterable[str]) -> str:
    """What is said of a run that ended by itself; empty if it ended well.

    Parameters
    ----------
    status
        Exit status; negative: the signal that ended it.
    output
        The last of what it printed.
    folders
        Where the study's files lay.
    """
    if status == 0:
        return ""
    if status == -signal.SIGXCPU:
        return of_stop("time", limits)
    if status < 0:
        return f"the study's code was stopped by {_name(-status)}"
    words, where = in_words(output, limits), line_of(output, folders)
    place = f" ({where})" if where else ""
    if words:
        return f"the study's code {words}{place}"
    last = (output.strip().splitlines() or ["no message"])[-1][:300]
    return f"the study's code ended with status {status}: {last}{place}"


def in_words(text: str, limits: Limits) -> str:
    """Which rule an error message speaks of, as the rest of a sentence about the study's code; empty if none.

    Of several exceptions the last one counts: that is what ended the program.
    """
    text = "\n".join(line for line in text.strip().splitlines() if not line.startswith(" "))[-2000:].rpartition("\n")[2]
    if found := _NO_FILE.search(text):
        name = found[1].rstrip("/").rpartition("/")[2]
        return f"tried to reach a file outside its folder ({name}): refused"
    rules = (
        (_NO_NETWORK, "tried to open a network connection: refused"),
        (_NOT_PERMITTED, "tried to reach another process or the system: refused"),
        (_NO_PROCESS, f"tried to run more than {limits.processes} processes: refused"),
        (_NO_MEMORY, f"needed more than {amount(limits.memory)} of memory: refused"),
        (_FILE_TOO_LARGE, f"tried to write a file larger than {amount(limits.file_size)}: refused"),
        (_TOO_MANY_FILES, f"tried to open more than {limits.open_files} files at once: refused"),
    )
    return next((words for pattern, words in rules if pattern.search(text)), "")


def line_of(text: str, folders: Iterable[str]) -> str:
    """File and line of the study that a traceback ends in, relative to the study's folders; empty if none."""
    for frame in reversed(list(_FRAME.finditer(text))):
        for folder in folders:
            inside = frame["path"].removeprefix(f"{folder}/")
            if inside != frame["path"] or not inside.startswith(("/", "<")):
                return f"{inside}:{frame['line']}"
    return ""


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
