"""Paths never lead out of a study."""

import pytest

from radaudit.core.errors import DataError
from radaudit.study.places import confined, existing


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "study"
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.csv").write_text("x\n1\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.csv").write_text("x\n1\n")
    return root


@pytest.mark.parametrize("name", ["data/a.csv", "./data/a.csv", "data/../data/a.csv"])
def test_a_path_inside(root, name):
    assert existing(root, name).read_text() == "x\n1\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../outside/secret.csv", "leads out of the study's folder"),
        ("data/../../outside/secret.csv", "leads out of the study's folder"),
        ("link/secret.csv", "leads out of the study's folder"),
        ("file.csv", "leads out of the study's folder"),
        ("/etc/hostname", "is absolute"),
        ("C:\\data\\a.csv", "is absolute"),
        ("\\\\server\\share\\a.csv", "is absolute"),
        ("loop", "can't be followed"),
        ("a\0b", "can't be followed"),
        ("x" * 300, "can't be looked at: File name too long"),
        ("data", "(it is a folder)"),
        (".", "(it is a folder)"),
        ("data/a.cvs", "did you mean 'a.csv'?"),
        ("dta/a.csv", "(nor a folder 'dta')"),
        ("data\\a.csv", "write / between folders"),
    ],
)
def test_a_path_that_is_refused(root, name, said, tmp_path):
    (root / "link").symlink_to(tmp_path / "outside")
    (root / "file.csv").symlink_to(tmp_path / "outside" / "secret.csv")
    (root / "loop").symlink_to(root / "loop")
    with pytest.raises(DataError) as caught:
        existing(root, name)
    assert said in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_link_inside_the_study_keeps_its_own_name(root):
    (root / "blob").write_text("x\n2\n")
    (root / "table.csv").symlink_to(root / "blob")
    assert existing(root, "table.csv").name == "table.csv"


def test_a_study_behind_a_link(root, tmp_path):
    (tmp_path / "alias").symlink_to(root)
    assert existing(tmp_path / "alias", "data/a.csv") == root.resolve() / "data" / "a.csv"


def test_what_does_not_exist_yet_may_be_named_if_it_stays_inside(root):
    assert confined(root, "results/out.csv") == root.resolve() / "results" / "out.csv"
    with pytest.raises(DataError, match="leads out"):
        confined(root, "results/../../out.csv")
