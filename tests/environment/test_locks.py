"""Lock files."""

from radaudit.environment.locks import read_locks


def test_versions_of_lock_files(tmp_path):
    package = '[[package]]\nname = "{}"\nversion = "{}"\n'
    (tmp_path / "uv.lock").write_text(
        package.format("Foo_Bar", "1.0") + package.format("two", "1") + package.format("two", "2")
    )
    (tmp_path / "Pipfile.lock").write_text('{"default": {"numpy": {"version": "==1.19"}, "odd": 3}}')
    (tmp_path / "poetry.lock").write_text("[[broken")
    names, versions = read_locks(tmp_path, "")
    assert names == ("uv.lock", "poetry.lock", "Pipfile.lock")
    assert versions == {"foo-bar": "1.0", "numpy": "1.19"}


def test_no_lock_file(tmp_path):
    assert read_locks(tmp_path, "code") == ((), {})
