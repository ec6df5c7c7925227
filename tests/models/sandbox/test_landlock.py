import os
import sys

import pytest

from radaudit.models.sandbox import landlock
from radaudit.models.sandbox.kernel import give_up_new_privileges


def in_a_child(work):
    """Exit status of a forked process that does ``work``: what Landlock does can't be undone."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(int(not work()))
        except BaseException:
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def refused(attempt):
    try:
        attempt()
    except OSError:
        return True
    return False


def test_another_system_has_none(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert landlock.abi() == 0
    assert landlock.restrict([("/", landlock.READ)]) == 0


def test_a_kernel_that_lacks_it_is_no_error(monkeypatch):
    def absent(*_):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(landlock, "checked", absent)
    assert landlock.abi() == 0


@pytest.mark.skipif(landlock.abi() == 0, reason="this kernel has no Landlock")
def test_rights_hold_beneath_a_path_and_nowhere_else(tmp_path):
    for name in ("read", "write", "list"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    (tmp_path / "write/link").symlink_to(tmp_path / "list/file")

    def work():
        give_up_new_privileges()
        rules = [(str(tmp_path / "read"), landlock.READ), (str(tmp_path / "write"), landlock.WRITE)]
        rules += [(str(tmp_path / "list"), landlock.LIST), ("/no/such/place", landlock.READ)]
        applied = landlock.restrict(rules)
        os.listdir(tmp_path / "list")
        (tmp_path / "read/file").read_text()
        (tmp_path / "write/new").write_text("y")
        return applied == landlock.abi() and all(
            refused(attempt)
            for attempt in (
                lambda: os.listdir(tmp_path),
                lambda: (tmp_path / "list/file").read_text(),
                lambda: (tmp_path / "read/file").write_text("y"),
                lambda: (tmp_path / "write/link").read_text(),
            )
        )

    assert in_a_child(work) == 0
    assert (tmp_path / "read/file").read_text() == "x"
