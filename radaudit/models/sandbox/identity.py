"""Root's sandbox runs as a user of its own: root passes file modes and the limit on processes."""

from __future__ import annotations

import ctypes
import os
import signal
import stat
from collections.abc import Iterable
from pathlib import Path

from radaudit.models.sandbox.kernel import checked, is_linux
from radaudit.models.sandbox.processes import tasks_of

_USERS = range(61184, 65520)  # systemd's DynamicUser= range: no account of any distribution
_KEEP_CAPABILITIES, _BOUNDING_DROP, _AMBIENT, _AMBIENT_RAISE = 8, 24, 47, 2
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("now", "may", "kept", "now2", "may2", "kept2"))


def free_user() -> int | None:
    """A user id that runs nothing and owns no home; None unless this process is root.

    Process ids of launchers that run at the same time differ, and so do the ids that they begin to look at.
    """
    if not is_linux() or os.getuid() != 0:
        return None
    first = os.getpid() % len(_USERS)
    return next((user for user in (*_USERS[first:], *_USERS[:first]) if tasks_of(user) == 0), None)


def hand_over(folder: Path, user: int) -> None:
    """Make a folder and all in it another user's."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


def become(user: int, must_read: Iterable[str], fenced: bool) -> bool:
    """Be that user for ever, with no right of root's; or stay root where the system doesn't allow it.

    Where Python or the study's files lie in a folder that only root may enter (``/root``), the right to read past
    file modes is kept: Landlock then decides alone what can be read.

    Parameters
    ----------
    must_read
        Paths that have to stay readable.
    fenced
        Whether Landlock will be applied.
    """
    kept = () if all(_open_to_all(path) for path in must_read) else _kept_right(fenced)
    try:
        checked("prctl", _KEEP_CAPABILITIES, 1, 0, 0, 0)
        _forget_bounds(kept)
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError:
        return False
    _hold(kept)
    return True


def end_all_of(user: int) -> None:
    """Kill every process of that user, in one step that no fork escapes."""
    helper = os.fork()
    if helper == 0:
        try:
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(helper, 0)


def _open_to_all(path: str) -> bool:
    try:
        whole = Path(path).resolve(strict=True)
        right = stat.S_IXOTH | stat.S_IROTH if whole.is_dir() else stat.S_IROTH
        return whole.stat().st_mode & right == right and all(up.stat().st_mode & stat.S_IXOTH for up in whole.parents)
    except OSError:
        return True  # what isn't there needn't be read


def _kept_right(fenced: bool) -> tuple[int, ...]:
    """Reading past modes; where this root lacks that (Docker), writing past them too, but only inside a fence."""
    allowed = _permitted()
    if allowed & 1 << _DAC_READ_SEARCH:
        return (_DAC_READ_SEARCH,)
    return (_DAC_OVERRIDE,) if fenced and allowed & 1 << _DAC_OVERRIDE else ()


def _permitted() -> int:
    state = _Capabilities()
    checked("capget", ctypes.byref(_Header(_VERSION_3, 0)), ctypes.byref(state))
    return state.may


def _forget_bounds(kept: tuple[int, ...]) -> None:
    for capability in range(64):
        if capability not in kept:
            try:
                checked("prctl", _BOUNDING_DROP, capability, 0, 0, 0)
            except OSError:  # past the last one, or not allowed: the set held is emptied anyway
                continue


def _hold(kept: tuple[int, ...]) -> None:
    mask = sum(1 << capability for capability in kept)
    state = _Capabilities(now=mask, may=mask, kept=mask)
    checked("capset", ctypes.byref(_Header(_VERSION_3, 0)), ctypes.byref(state))
    for capability in kept:
        checked("prctl", _AMBIENT, _AMBIENT_RAISE, capability, 0, 0)
