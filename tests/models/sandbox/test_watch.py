import os

import pytest

from radaudit.models.sandbox import watch
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.watch import Watch, usage


def test_usage_counts_what_is_there_and_follows_no_link(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d/file").write_bytes(b"x" * 2**16)
    (tmp_path / "d/link").symlink_to("/")
    size, count = usage(tmp_path)
    assert count == 3
    assert 2**16 <= size < 2**17
    assert usage(tmp_path / "none") == (0, 0)


@pytest.mark.parametrize(
    ("tree", "limits", "expected"),
    [
        ({1: 10, 2: 10}, Limits(), ""),
        ({1: 10, 2: 10}, Limits(processes=1), "processes"),
        ({1: 10, 2: 10}, Limits(memory=15), "memory"),
        ({1: 10}, Limits(disk=100), "disk"),
        ({1: 10}, Limits(files=1), "files"),
    ],
)
def test_which_limit_is_passed(monkeypatch, tmp_path, tree, limits, expected):
    (tmp_path / "a").write_bytes(b"x" * 5000)
    (tmp_path / "b").write_text("")
    monkeypatch.setattr(watch, "descendants", lambda _: tree)
    monkeypatch.setattr(watch, "proportional_memory", lambda tree: sum(tree.values()))
    monkeypatch.setattr(watch, "shared_files", lambda _: {})
    monkeypatch.setattr(watch, "_DISK_EVERY", 0)
    assert Watch(str(tmp_path), limits, os.getuid()).exceeded() == expected


def test_shared_memory_counts_as_memory_from_when_it_began(monkeypatch, tmp_path):
    files = {"/dev/shm/before": 2**40}
    monkeypatch.setattr(watch, "shared_files", lambda _: dict(files))
    monkeypatch.setattr(watch, "descendants", lambda _: {})
    monkeypatch.setattr(watch, "_DISK_EVERY", 0)
    over = Watch(str(tmp_path), Limits(), os.getuid())
    assert over.exceeded() == ""
    files["/dev/shm/new"], over._disk_due = 2**40, 0
    assert over.exceeded() == "memory"
    assert over.left_behind() == ["/dev/shm/new"]
