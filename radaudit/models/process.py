"""Run the study's code in a process of its own, with limits."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """What a study's process may use.

    Attributes
    ----------
    seconds
        Wall and CPU time.
    memory, file_size
        Bytes of address space; bytes of any file it writes.
    """

    seconds: int = 600
    memory: int = 8 * 2**30
    file_size: int = 2**30


ENFORCED = "own process, clean environment, limits on time, memory and file size; files and network are not fenced off"


def run_limited(module: str, argument: str, scratch: Path, limits: Limits) -> str:
    """Run ``python -m module argument``; the module calls `apply` before it does anything else.

    Parameters
    ----------
    scratch
        Its working folder, home and temporary folder.

    Returns
    -------
    str
        Empty if it ended by itself with status 0; else a sentence that says how it ended.
    """
    command = [sys.executable, "-m", module, argument]
    with open(scratch / "output.txt", "wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own module, in this interpreter
            command,
            cwd=scratch,
            env=_environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end_group(process)
    if status is None or status == -signal.SIGXCPU:
        return f"the study's code was stopped after {limits.seconds} s"
    if status < 0:
        return f"the study's code was stopped by {signal.Signals(-status).name} (limit on memory or file size?)"
    return f"the study's code ended with status {status}: {_last_line(scratch)}" if status else ""


def _environment(scratch: Path) -> dict[str, str]:
    """Nothing of the auditor's environment but what Python needs to find itself."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")
        if name in os.environ
    }
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1")
    package = str(Path(__file__).resolve().parents[2])
    own = {"HOME": str(scratch), "TMPDIR": str(scratch), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    own |= {"PYTHONUNBUFFERED": "1"}  # or the last line it said would not be the last in the file
    return kept | single | own | {"PYTHONPATH": package, "LANG": "C.UTF-8", "MPLBACKEND": "agg"}


def apply(limits: Limits) -> None:
    """Bind this process and all it starts. Done here and not between fork and exec, where threads could lock up."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_group(process: subprocess.Popen) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_line(scratch: Path) -> str:
    with (scratch / "output.txt").open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - 4096))
        lines = stream.read().decode(errors="replace").strip().splitlines()
    return (lines or ["no message"])[-1][:300]
