import sys
from pathlib import Path

import pytest

from radaudit.models.sandbox import reach


def test_python_and_radaudit_are_within_reach_and_no_home():
    folders = [Path(path) for path in reach.python_folders()]
    for needed in (sys.executable, Path(pytest.__file__).resolve(), Path(reach.__file__)):
        assert any(Path(needed).is_relative_to(folder) for folder in [*folders, *map(Path, reach.SYSTEM)])
    assert not {Path.home(), *Path.home().parents, reach.PACKAGE} & set(folders)


def test_a_folder_installed_for_development_is_within_reach_but_not_where_the_auditor_stands(monkeypatch, tmp_path):
    packages, package, here = (tmp_path / name for name in ("site", "package", "here"))
    for folder in (packages, package, here):
        folder.mkdir()
    (packages / "own.pth").write_text(f"{package}\n{here}\n")
    monkeypatch.setattr(reach.site, "getsitepackages", lambda: [str(packages)])
    monkeypatch.setattr(reach.sys, "path", ["", str(package), str(here), str(tmp_path / "from the shell")])
    monkeypatch.chdir(here)
    assert {str(packages), str(package)} <= set(reach.python_folders())
    assert str(here) not in reach.python_folders()


def test_what_lies_beneath_another_is_left_out():
    assert reach._outermost(["/a/b/c", "/a/b", "/ab"]) == ("/ab", "/a/b")


@pytest.mark.parametrize("private", ["/home", "/root", "/etc", "/run", "/var", "/tmp", "/"])
def test_the_system_is_not_all_of_it(private):
    assert not any(Path(private).is_relative_to(path) for path in reach.SYSTEM)
