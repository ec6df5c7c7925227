"""The filter's instructions, run on a model of the kernel's small machine; on the kernel itself in `test_run`."""

import errno
import struct

import pytest

from radaudit.models.sandbox import seccomp

ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL = 0x7FFF0000, 0x80000000


def answer(machine, number, *arguments, unix_sockets=False, metadata=False, guarded=(), architecture=None):
    """What the filter says to a call: an errno, or `ALLOW` or `KILL`."""
    code = seccomp.program(machine, unix_sockets, metadata, guarded)
    lines = [struct.unpack("<HBBI", code[at : at + 8]) for at in range(0, len(code), 8)]
    full = [argument & (2**64 - 1) for argument in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<IIQ6Q", number, architecture or ARCHITECTURE[machine], 0, *full)
    value = at = 0
    while True:
        operation, yes, no, operand = lines[at]
        at += 1
        if operation == 0x20:
            (value,) = struct.unpack_from("<I", data, operand)
        elif operation == 0x54:
            value &= operand
        elif operation == 0x06:
            return operand & 0xFFFF if operand & 0xFFFF0000 == 0x50000 else operand
        else:
            holds = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}[operation]
            at += yes if holds else no


@pytest.mark.parametrize(
    ("name", "x86", "arm", "arguments", "expected"),
    [
        ("read", 0, 63, (0,), ALLOW),
        ("openat", 257, 56, (0,), ALLOW),
        ("ptrace", 101, 117, (16, 1), errno.EPERM),
        ("io_uring_setup", 425, 425, (1,), errno.ENOSYS),
        ("setsid", 112, 157, (), 0),
        ("connect", 42, 203, (3,), errno.EACCES),
        ("chmod by descriptor", 91, 52, (3, 0o777), 0),
        ("socket of the internet", 41, 198, (2, 1), errno.EACCES),
        ("socket of this machine", 41, 198, (1, 1), errno.EACCES),
        ("pair", 53, 199, (1, 1 | 0o2000000), ALLOW),
        ("pair of datagrams", 53, 199, (1, 2), errno.EACCES),
        ("pair of another family", 53, 199, (2, 1), errno.EACCES),
        ("fork", 56, 220, (17,), ALLOW),
        ("new user namespace", 56, 220, (0x10000000 | 17,), errno.EPERM),
        ("clone3", 435, 435, (0,), errno.ENOSYS),
        ("characters for a terminal", 16, 29, (0, 0x5412), errno.EPERM),
        ("size of a terminal", 16, 29, (0, 0x5413), ALLOW),
        ("own limits", 302, 261, (0, 7), ALLOW),
        ("another's limits", 302, 261, (4, 7), errno.EPERM),
        ("signal to a child", 62, 129, (4711, 9), ALLOW),
        ("signal to all", 62, 129, (-1, 9), errno.EPERM),
        ("signal to a guarded one", 62, 129, (77, 9), errno.EPERM),
    ],
)
def test_what_is_refused(name, x86, arm, arguments, expected):
    assert answer("x86_64", x86, *arguments, guarded=(76, 77)) == expected
    assert answer("aarch64", arm, *arguments, guarded=(76, 77)) == expected


def test_calls_by_other_numbers_are_no_way_around():
    assert answer("x86_64", 101, architecture=0x40000003) == KILL  # 32-bit
    assert answer("x86_64", 0x40000000 + 41, 2, 1) == errno.ENOSYS  # x32


def test_where_another_layer_holds_the_filter_gives_way():
    assert answer("x86_64", 41, 1, 1, unix_sockets=True) == ALLOW
    assert answer("x86_64", 41, 2, 1, unix_sockets=True) == errno.EACCES
    assert answer("x86_64", 42, 3, unix_sockets=True) == ALLOW
    assert answer("x86_64", 91, 3, 0o777, metadata=True) == ALLOW


@pytest.mark.parametrize(("name", "value"), [("is_linux", lambda: False), ("platform", None)])
def test_elsewhere_it_is_not_applied(monkeypatch, name, value):
    if name == "platform":
        monkeypatch.setattr(seccomp.platform, "machine", lambda: "riscv64")
    else:
        monkeypatch.setattr(seccomp, name, value)
    assert seccomp.restrict(unix_sockets=False, metadata=False, guarded=()) is False
