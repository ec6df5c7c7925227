import os
import signal
import time

import pytest

from radaudit.models.sandbox import identity

root = pytest.mark.skipif(os.getuid() != 0, reason="only root can give a user id away")


def test_only_root_has_users_to_give(monkeypatch):
    monkeypatch.setattr(identity.os, "getuid", lambda: 1000)
    assert identity.free_user() is None


@root
def test_a_free_user_runs_nothing():
    assert identity.free_user() in range(61184, 65520)


@root
@pytest.mark.parametrize("private", [False, True])
def test_root_is_given_up_for_good_and_private_files_stay_readable(tmp_path, private):
    place = tmp_path / "library"
    place.mkdir()
    (place / "file").write_text("x")
    needed = [str(place)] if private else []
    place.chmod(0o700)
    child = os.fork()
    if child == 0:
        try:
            became = identity.become(61184, needed, True)
            try:
                reads = (place / "file").read_text() == "x"
            except PermissionError:
                reads = False
            writes = os.access(place, os.W_OK)
            os._exit(0 if became and os.getresuid() == (61184,) * 3 and reads == private and not writes else 1)
        except BaseException:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@root
def test_all_of_a_user_ends_at_once():
    child = os.fork()
    if child == 0:
        os.setresuid(61190, 61190, 61190)
        time.sleep(30)
        os._exit(0)
    while os.stat(f"/proc/{child}").st_uid != 61190:
        time.sleep(0.001)
    identity.end_all_of(61190)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@root
def test_a_folder_is_handed_over_but_not_what_its_links_lead_to(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "own/link").symlink_to(tmp_path / "file")
    identity.hand_over(tmp_path / "own", 61184)
    assert (tmp_path / "own").stat().st_uid == (tmp_path / "own/link").lstat().st_uid == 61184
    assert (tmp_path / "file").stat().st_uid == 0
