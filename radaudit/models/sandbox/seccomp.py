"""seccomp: which system calls a process and all it starts may make.

A list of refusals, written as the kernel's packet filter (https://docs.kernel.org/userspace-api/seccomp_filter.html).
Refused is what opens a way out of the process's folder (sockets, other processes' memory, mounts, kernel interfaces),
or out of its group (so that one signal ends all of it), or into memory that no limit counts.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable

from radaudit.models.sandbox.kernel import checked, is_linux

_PR_SET_SECCOMP, _FILTER = 22, 2
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

# Numbers on x86_64 and aarch64; None where there is no such call.
_NETWORK = {
    **{"connect": (42, 203), "bind": (49, 200), "listen": (50, 201)},
    **{"accept": (43, 202), "accept4": (288, 242)},
}
_SOCKET, _SOCKETPAIR, _CLONE, _CLONE3, _IOCTL, _PRLIMIT = (
    (41, 198),
    (53, 199),
    (56, 220),
    (435, 435),
    (16, 29),
    (302, 261),
)
_REFUSED = {
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272)},
    **{"process_madvise": (440, 440), "migrate_pages": (256, 238), "move_pages": (279, 239)},
    **{"mount": (165, 40), "umount2": (166, 39), "move_mount": (429, 429), "open_tree": (428, 428)},
    **{"fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433)},
    **{"mount_setattr": (442, 442), "open_tree_attr": (467, 467), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"unshare": (272, 97), "setns": (308, 268), "swapon": (167, 224), "swapoff": (168, 225), "reboot": (169, 142)},
    **{"sethostname": (170, 161), "setdomainname": (171, 162), "acct": (163, 89), "quotactl": (179, 60)},
    **{"quotactl_fd": (443, 443), "syslog": (103, 116), "settimeofday": (164, 170), "clock_settime": (227, 112)},
    **{"adjtimex": (159, 171), "clock_adjtime": (305, 266), "iopl": (172, None), "ioperm": (173, None)},
    **{"kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105)},
    **{"finit_module": (313, 273), "delete_module": (176, 106), "bpf": (321, 280), "perf_event_open": (298, 241)},
    **{"userfaultfd": (323, 282), "fanotify_init": (300, 262), "lookup_dcookie": (212, 18)},
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    **{"name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265)},
    **{"shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180)},
}
# Libraries that ask for these take "not in this kernel" for an answer and go another way.
_ABSENT = {
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)},
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447)},
    **{"pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424)},
}
# Programs that ask for a session or group of their own go on well without.
_DONE_ALREADY = {"setsid": (112, 157), "setpgid": (109, 154)}
# Landlock guards a file's content, not its mode, owner or times. A copy that keeps its source's mode is a common wish.
_METADATA = {
    **{"chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452)},
    **{"chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54)},
    **{"utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88)},
    **{"setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463)},
    **{"removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "removexattrat": (466, 466)},
    **{"file_setattr": (469, 469)},
}
_SIGNALS = ((62, 129), (200, 130), (234, 131), (129, 138), (297, 240))  # kill, tkill, tgkill and the queueing two

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _X32 = 0, 4, 0x40000000
_NEW_NAMESPACE = 0x7E020000  # the CLONE_NEW* flags
_UNIX, _KINDS, _STREAM, _SEQUENCE = 1, 0xF, 1, 5
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C


def restrict(unix_sockets: bool, metadata: bool, guarded: Iterable[int]) -> bool:
    """Apply the filter to this process, for ever. Needs ``give_up_new_privileges``, or root.

    Parameters
    ----------
    unix_sockets
        Whether sockets between processes of one machine are allowed, not just pairs.
    metadata
        Whether modes, owners and times of files may be changed; else such a call does nothing.
    guarded
        Processes that may get no signal.

    Returns
    -------
    bool
        Whether it was applied: not on another system, architecture, or kernel without seccomp.
    """
    machine = platform.machine()
    if not is_linux() or machine not in _ARCHITECTURES:
        return False
    code = program(machine, unix_sockets, metadata, guarded)
    lines = ctypes.create_string_buffer(code, len(code))

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_void_p))

    whole = Filter(len(code) // 8, ctypes.addressof(lines))
    try:
        checked("prctl", _PR_SET_SECCOMP, _FILTER, ctypes.byref(whole), 0, 0)
    except OSError:
        return False
    return True


def program(machine: str, unix_sockets: bool, metadata: bool, guarded: Iterable[int]) -> bytes:
    """The filter's instructions, 8 bytes each, for "x86_64" or "aarch64"."""
    architecture, column = _ARCHITECTURES[machine]
    lines = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]
    if machine == "x86_64":  # its calls have a second set of numbers
        lines += [(_AT_LEAST, 0, 1, _X32), _refusal(errno.ENOSYS)]
    families = [(_REFUSED, errno.EPERM), (_ABSENT, errno.ENOSYS), (_DONE_ALREADY, 0)]
    families += [] if unix_sockets else [(_NETWORK, errno.EACCES)]
    families += [] if metadata else [(_METADATA, 0)]
    for calls, answer in families:
        for numbers in calls.values():
            if numbers[column] is not None:
                lines += [(_EQUAL, 0, 1, numbers[column]), _refusal(answer)]
    lines += _guarding_arguments(column, unix_sockets, guarded)
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("<HBBI", *line) for line in lines)


def _refusal(answer: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERRNO | answer)


def _guarding_arguments(column: int, unix_sockets: bool, guarded: Iterable[int]) -> list:
    """Rules for calls that are refused with some arguments only."""
    unequal = [(_EQUAL, 1, 0, _UNIX), _refusal(errno.EACCES)]
    pair = [
        _argument(0),
        *unequal,
        _argument(1),
        (_AND, 0, 0, _KINDS),
        (_EQUAL, 2, 0, _STREAM),
        (_EQUAL, 1, 0, _SEQUENCE),
    ]
    pair += [_refusal(errno.EACCES)]  # datagram sockets send to any address, even one of a pair
    rules = [
        (_SOCKET, [_argument(0), *unequal] if unix_sockets else [_refusal(errno.EACCES)]),
        (_SOCKETPAIR, [_argument(0), *unequal] if unix_sockets else pair),
        (_CLONE, [_argument(0), (_ANY_BIT, 0, 1, _NEW_NAMESPACE), _refusal(errno.EPERM)]),
        (_CLONE3, [_refusal(errno.ENOSYS)]),  # its flags lie in memory; the C library then calls clone
        (_IOCTL, [_argument(1), *_refused_values((_TIOCSTI, _TIOCLINUX))]),
        (_PRLIMIT, [_argument(0), (_EQUAL, 1, 0, 0), _refusal(errno.EPERM)]),  # 0: the caller itself
    ]
    everyone = 0xFFFFFFFF  # kill(-1, ...)
    rules += [(numbers, [_argument(0), *_refused_values((everyone, *guarded))]) for numbers in _SIGNALS]
    lines = []
    for numbers, body in rules:
        lines += [(_EQUAL, 0, len(body) + 1, numbers[column]), *body, (_RETURN, 0, 0, _ALLOW)]
    return lines


def _argument(index: int) -> tuple[int, int, int, int]:
    """Load the low half of an argument: none of those looked at is wider."""
    return (_LOAD, 0, 0, 16 + 8 * index)


def _refused_values(values: Iterable[int]) -> list:
    return [line for value in values for line in ((_EQUAL, 0, 1, value), _refusal(errno.EPERM))]
