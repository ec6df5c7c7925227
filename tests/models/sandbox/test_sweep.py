import os

from radaudit.models.sandbox.sweep import sweep


def test_what_leads_out_or_never_ends_is_removed(tmp_path):
    folder = tmp_path / "scratch"
    (folder / "d").mkdir(parents=True)
    (folder / "d/file").write_text("x")
    (folder / "d/inside").symlink_to("file")
    (folder / "out").symlink_to(tmp_path)
    (folder / "d/nowhere").symlink_to("none")
    os.mkfifo(folder / "pipe")
    assert set(sweep(folder)) == {"d/nowhere", "out", "pipe"}
    assert sorted(path.name for path in folder.rglob("*")) == ["d", "file", "inside"]
    assert tmp_path.exists()
    assert sweep(folder) == ()
