import os
import subprocess
from types import SimpleNamespace

import pytest

from radaudit.models.sandbox import bubblewrap


@pytest.fixture(autouse=True)
def anew():
    bubblewrap.program.cache_clear()
    yield
    bubblewrap.program.cache_clear()


def test_without_the_program_there_is_none(monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: None)
    assert bubblewrap.program() == ""


@pytest.mark.parametrize(
    ("script", "works"), [("exit 0", True), ("echo 'setting up uid map: Permission denied' >&2; exit 1", False)]
)
def test_it_counts_only_where_it_ran(monkeypatch, tmp_path, script, works):
    """Ubuntu 24.04 and most containers have the program and forbid what it does."""
    path = tmp_path / "bwrap"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: str(path))
    assert bubblewrap.program() == (str(path) if works else "")


def test_one_that_hangs_is_none(monkeypatch):
    def hangs(*_, **__):
        raise subprocess.TimeoutExpired("bwrap", 10)

    monkeypatch.setattr(
        bubblewrap, "subprocess", SimpleNamespace(run=hangs, TimeoutExpired=subprocess.TimeoutExpired, DEVNULL=0)
    )
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: "/usr/bin/bwrap")
    assert bubblewrap.program() == ""


def test_the_view_holds_what_it_is_given(tmp_path):
    words = bubblewrap.command("bwrap", ["/opt/b"], "/scratch", "/scratch/here", ["true", "x"])
    text = " ".join(words)
    assert "--ro-bind-try /opt/b /opt/b" in text
    assert "--bind /scratch /scratch --remount-ro / --chdir /scratch/here -- true x" in text
    assert "--unshare-net" in words
    assert ("--unshare-user" in words) == (os.getuid() != 0)
    if os.path.islink("/lib"):
        assert f"--symlink {os.readlink('/lib')} /lib" in text
