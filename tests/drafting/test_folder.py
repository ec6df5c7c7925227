"""Which files are seen."""

from radaudit.drafting import folder
from radaudit.drafting.folder import look, stem


def test_what_is_left_out(tmp_path):
    for name in ("a.csv", "b/c.py", ".git/x", "venv/y.py", "b/.hidden", "radaudit-report/r.csv", "radaudit-cohort.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "link").symlink_to(tmp_path)
    found = look(tmp_path)
    assert found.files == ("a.csv", "b/c.py")
    assert (found.links, found.cut) == (1, False)


def test_a_large_folder_is_cut_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "MOST_FILES", 3)
    for n in range(5):
        (tmp_path / f"{n}.txt").touch()
    assert (len(look(tmp_path).files), look(tmp_path).cut) == (3, True)


def test_a_deep_folder_is_cut_and_told(tmp_path):
    deep = tmp_path.joinpath(*"abcdefghijklm")
    deep.mkdir(parents=True)
    (deep / "x.csv").touch()
    assert look(tmp_path).files == ()
    assert look(tmp_path).cut


def test_stems():
    assert [stem(name) for name in ("a/b.nii.gz", "c.csv", "d.e.nrrd", "f")] == ["b", "c", "d.e", "f"]
