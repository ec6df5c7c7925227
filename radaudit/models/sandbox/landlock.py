"""Landlock: which files a process and all it starts may reach.

https://docs.kernel.org/userspace-api/landlock.html. Three system calls, in Linux since 5.13, of use to any user; what
a kernel knows is told by its "ABI": 2 renames between folders, 3 truncation, 4 TCP, 5 device ioctls, 6 signals and
abstract sockets.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from radaudit.models.sandbox.kernel import checked, is_linux

_CREATE, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ONLY_TELL_VERSION = 1
_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_REG = 1 << 5, 1 << 8
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST_ABI = (1 << 13) - 1
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

_DEVICES = (1 << 6) | (1 << 11)  # MAKE_CHAR, MAKE_BLOCK
LIST = READ_DIR
READ = EXECUTE | READ_FILE | READ_DIR
SHARE = READ_FILE | READ_DIR | WRITE_FILE | MAKE_REG | REMOVE_FILE | TRUNCATE
WRITE = (_FIRST_ABI | REFER | TRUNCATE) & ~_DEVICES

_NO_TCP = 0b11  # bind, connect
_SCOPED = 0b11  # abstract sockets, signals


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def abi() -> int:
    """The version that this kernel knows; 0 where there is none, or where it is switched off."""
    if not is_linux():
        return 0
    try:
        return checked("syscall", _CREATE, None, 0, _ONLY_TELL_VERSION)
    except OSError:
        return 0


def restrict(rules: Iterable[tuple[str, int]]) -> int:
    """Refuse this process every file but those named, TCP, and signals to processes outside, for ever.

    Parameters
    ----------
    rules
        Path and rights; a right holds for all that lies beneath. Paths that don't exist are left out.

    Returns
    -------
    int
        The version applied; 0 if none.

    Raises
    ------
    OSError
        If the kernel knows Landlock but refuses it.
    """
    version = abi()
    if version == 0:
        return 0
    handled = _FIRST_ABI | (REFER if version >= 2 else 0)
    handled |= (TRUNCATE if version >= 3 else 0) | (IOCTL_DEV if version >= 5 else 0)
    ruleset = _Ruleset(handled, _NO_TCP, _SCOPED)
    size = 8 if version < 4 else 16 if version < 6 else 24
    handle = checked("syscall", _CREATE, ctypes.byref(ruleset), size, 0)
    for path, rights in rules:
        _allow(handle, path, rights & handled)
    checked("syscall", _RESTRICT_SELF, handle, 0)
    os.close(handle)
    return version


def _allow(handle: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        if rights:
            checked("syscall", _ADD_RULE, handle, _PATH_BENEATH, ctypes.byref(_Beneath(rights, place)), 0)
    finally:
        os.close(place)
