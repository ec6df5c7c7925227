"""``radaudit init`` on the command line, completion, and what radaudit says when it is told nothing."""

import pytest
from typer.testing import CliRunner

from radaudit.cli import app
from radaudit.core.errors import UsageError
from radaudit.study.load import load_study
from tests.made_repositories import make


def run(*words, **environment):
    return CliRunner().invoke(app, list(map(str, words)), env={"COLUMNS": "160", "NO_COLOR": "1"} | environment)


@pytest.fixture
def study(tmp_path):
    return make("sets_in_files", tmp_path)[0]


def test_it_writes_tells_and_names_the_next_step(study):
    ended = run("init", study)
    assert ended.exit_code == 0
    assert "cohort.split.column" in ended.output
    assert "Put together: radaudit-features.csv" in ended.output
    assert f"radaudit plan {study}" in ended.output
    assert load_study(study).manifest.cohort.outcome == "label"


def test_a_manifest_is_not_written_over(study):
    (study / "radaudit.yaml").write_text("mine")
    ended = run("init", study)
    assert isinstance(ended.exception, UsageError)
    assert "radaudit.yaml is there already; --force writes over it" in str(ended.exception)
    assert (study / "radaudit.yaml").read_text() == "mine"
    assert run("init", study, "--force").exit_code == 0
    assert "schema: radaudit/1" in (study / "radaudit.yaml").read_text()


def test_another_name_but_no_other_place(study, tmp_path):
    assert run("init", study, "--out", "draft.yaml").exit_code == 0
    assert load_study(study / "draft.yaml").manifest.features.table == "radaudit-features.csv"
    ended = run("init", study, "--out", tmp_path / "elsewhere.yaml")
    assert isinstance(ended.exception, UsageError)
    assert "a manifest stands in the study's folder" in str(ended.exception)


def test_told_nothing_it_says_where_to_start():
    said = " ".join(run().output.split())
    assert "Start with 'radaudit demo'" in said
    assert "'radaudit init' in its folder" in said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell):
    """As the shell asks for them after ``radaudit --install-completion``."""
    ended = CliRunner().invoke(app, [], prog_name="radaudit", env={"_RADAUDIT_COMPLETE": f"source_{shell}"})
    assert ended.exit_code == 0
    assert "_RADAUDIT_COMPLETE" in ended.output
