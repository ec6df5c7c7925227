"""bubblewrap: own view of files, processes and network. Known to work only where it was seen to work.

Many systems have the program and forbid what it does (Ubuntu since 24.04, most containers), so it is tried out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache

from radaudit.models.sandbox.reach import SYSTEM

_SHARED_MEMORY = ("--perms", "1777", "--size", str(2**30), "--tmpfs", "/dev/shm")  # noqa: S108


@cache
def program() -> str:
    """Path of a bubblewrap that works here for this user; empty if there is none."""
    path = shutil.which("bwrap")
    if path is None:
        return ""
    trial = [path, *_namespaces(), "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", *_SHARED_MEMORY, "true"]
    try:
        done = subprocess.run(trial, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return path if done.returncode == 0 else ""


def command(path: str, readable: Iterable[str], writable: str, folder: str, inner: list[str]) -> list[str]:
    """The command that runs ``inner`` in a view with these files alone.

    Parameters
    ----------
    folder
        Where it starts.
    """
    words = [path, *_namespaces(), "--die-with-parent", "--proc", "/proc", "--dev", "/dev", *_SHARED_MEMORY]
    for each in (*SYSTEM, *sorted(readable)):
        if os.path.islink(each) and each in SYSTEM:
            words += ["--symlink", os.readlink(each), each]  # /lib -> usr/lib
        else:
            words += ["--ro-bind-try", each, each]
    return [*words, "--bind", writable, writable, "--remount-ro", "/", "--chdir", folder, "--", *inner]


def _namespaces() -> list[str]:
    words = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.getuid() != 0:
        return ["--unshare-user", *words, "--cap-drop", "ALL"]
    # Root needs no user namespace, and keeps what becoming another user inside takes.
    needed = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE", "CAP_KILL")
    return [*words, "--cap-drop", "ALL", *(word for name in needed for word in ("--cap-add", name))]
