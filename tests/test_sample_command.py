"""A sample study in a folder of the user's."""

import pytest
from typer.testing import CliRunner

from radaudit import samples
from radaudit.cli import app
from radaudit.core.errors import UsageError


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A made sample in the place of the real ones, which take seconds."""
    study = tmp_path / "cache"
    study.mkdir()
    (study / "radaudit.yaml").write_text("schema: radaudit/1\n")
    (study / samples.STAMP).write_text("digest\n")
    monkeypatch.setattr(samples, "make_sample", lambda name: study)
    return study


def run(*words):
    return CliRunner().invoke(app, ["sample", *map(str, words)])


def test_it_is_a_copy_that_can_be_changed(made, tmp_path):
    ended = run("phantoms_leaky", tmp_path / "mine")
    assert ended.exit_code == 0
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["radaudit.yaml"]
    (tmp_path / "mine" / "radaudit.yaml").write_text("changed")
    assert (made / "radaudit.yaml").read_text() == "schema: radaudit/1\n"


def test_nothing_is_written_over(made, tmp_path):
    ended = run("phantoms_leaky", tmp_path)
    assert isinstance(ended.exception, UsageError)
    assert "is there already" in str(ended.exception)


def test_a_place_that_cannot_be_written_is_told(made, tmp_path):
    (tmp_path / "file").write_text("")
    ended = run("phantoms_leaky", tmp_path / "file" / "mine")
    assert "can't be written" in str(ended.exception)


def test_an_unknown_name_is_told(tmp_path):
    assert "there is no sample study 'phantom'" in str(run("phantom", tmp_path / "mine").exception)
