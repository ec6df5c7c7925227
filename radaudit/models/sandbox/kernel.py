"""System calls that Python's library doesn't offer. Nothing here exists outside Linux; callers ask `is_linux` first."""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 38, 36


def is_linux() -> bool:
    return sys.platform == "linux"


def checked(name: str, *arguments) -> int:
    """Call a function of the C library.

    Raises
    ------
    OSError
        If it gives -1.
    """
    library = ctypes.CDLL(None, use_errno=True)
    function = getattr(library, name)
    function.restype = ctypes.c_long
    result = function(*(ctypes.c_long(each) if isinstance(each, int) else each for each in arguments))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def give_up_new_privileges() -> None:
    """No program started from here on gains rights by its set-user-id bit; Landlock and seccomp demand it."""
    checked("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def adopt_orphans() -> None:
    """Whatever this process's descendants leave behind becomes its child, not init's."""
    checked("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
