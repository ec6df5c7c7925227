"""The command line as a user meets it: in a process of its own."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import radaudit
from tests.made_study import write_study

LEAKY = {"cohort": lambda rows: [{**row, "patient": "p01"} if row["case"] == "c12" else row for row in rows]}


def run(*words, cwd, **environment):
    command = [sys.executable, "-m", "radaudit", *map(str, words)]
    own = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"} | environment
    return subprocess.run(command, cwd=cwd, env=own, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def studies(tmp_path_factory, pictures):
    folder = tmp_path_factory.mktemp("cli")
    made = {"sound": write_study(folder / "sound", pictures), "leaky": write_study(folder / "leaky", pictures, **LEAKY)}

    def twice(rows):
        rows[4]["case"] = "c01"

    def misnamed(said):
        said["cohort"]["site"] = "centre"

    made["twice"] = write_study(folder / "twice", pictures, cohort=twice)
    made["misnamed"] = write_study(folder / "misnamed", pictures, manifest=misnamed)
    made["broken"] = write_study(folder / "broken", pictures)
    made["broken"].write("radaudit.yaml", "schema: radaudit/1\nstudy: [unclosed\n")
    (folder / "empty").mkdir()
    (folder / "file").write_text("")
    (folder / "unknown-key.yaml").write_text("schema: radaudit-policy/1\nfail_onn: major\n")
    (folder / "no-report.json").write_text("{}")
    return folder


MISTAKES = {
    "no study": (["audit", "nowhere"], "nowhere does not exist"),
    "no manifest": (["audit", "empty"], "empty holds no radaudit.yaml"),
    "unknown format": (
        ["audit", "sound", "--format", "html, pdf"],
        "the format 'pdf' is not known; known are badge, codecheck, github, gitlab, html, in-toto, json",
    ),
    "unwritable out": (
        ["audit", "sound", "--out", "file/out"],
        "the report can't be written to file/out: Not a directory",
    ),
    "unknown policy key": (
        ["audit", "sound", "--policy", "unknown-key.yaml"],
        "unknown-key.yaml:2: unknown key 'fail_onn'; did you mean 'fail_on'?",
    ),
    "unknown check": (["audit", "sound", "--select", "leak/*"], "'select' holds 'leak/*', which matches no check"),
    "broken YAML": (["audit", "broken"], "radaudit.yaml:3: is not valid YAML"),
    "missing column": (
        ["audit", "misnamed"],
        "'cohort.site' names the column 'centre', which cohort.csv does not have",
    ),
    "duplicate id": (["audit", "twice"], "cohort.csv:6: the id in this row was already given in line 2"),
    "unknown sample": (["demo", "phantoms_lost"], "there is no sample study 'phantoms_lost'"),
    "unknown check to explain": (
        ["explain", "leakage/patients-overlap"],
        "there is no check 'leakage/patients-overlap'; did you mean 'leakage/patient-overlap'?",
    ),
    "no report": (["render", "no-report.json"], "no-report.json is no radaudit report"),
    "store unwritable": (["audit", "sound", "--store", "file/store"], "results can't be written to file/store"),
}


@pytest.fixture(scope="module")
def told(studies):
    """How each mistaken command ends; two at a time, because most of it is waiting for Python to start."""
    with ThreadPoolExecutor(2) as pool:
        waiting = {name: pool.submit(run, *words, cwd=studies) for name, (words, _) in MISTAKES.items()}
        return {name: future.result() for name, future in waiting.items()}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_with_one_clear_message(told, mistake):
    ended = told[mistake]
    assert ended.returncode == 2
    first, *_ = ended.stderr.splitlines()
    assert first.startswith("radaudit: ")
    assert MISTAKES[mistake][1] in first
    assert "Traceback" not in ended.stderr + ended.stdout
    assert ended.stdout == ""


def test_a_word_that_the_command_line_does_not_know(studies):
    ended = run("audit", "sound", "--fail-on", "sometimes", cwd=studies)
    assert ended.returncode == 2
    assert "sometimes" in ended.stderr
    assert "Traceback" not in ended.stderr


class TestAudit:
    def test_no_failure(self, studies):
        ended = run("audit", "sound", "--out", "a", "--select", "leakage/*", "--jobs", "1", cwd=studies)
        assert ended.returncode == 0
        assert "Report: a/report.html" in ended.stdout
        report = json.loads((studies / "a/report.json").read_text())
        assert report["schema"] == "radaudit-report/1"
        assert report["provenance"]["command"] == "radaudit audit sound --select 'leakage/*'"
        assert (studies / "a/report.html").read_text().startswith("<!")

    def test_a_failure(self, studies):
        words = ("audit", "leaky", "--out", "b", "--select", "leakage/patient-overlap", "--jobs", "1")
        ended = run(*words, "--format", "json", "--quiet", cwd=studies)
        assert ended.returncode == 1
        assert ended.stderr == ""
        assert ended.stdout.startswith("The study does not hold as it stands")
        assert [path.name for path in (studies / "b").iterdir()] == ["report.json"]
        assert run(*words, "--fail-on", "never", cwd=studies).returncode == 0

    def test_an_incomplete_audit(self, studies):
        """A check that breaks; only in this process, because the installed ones don't."""
        code = (
            "import sys, radaudit.auditing as auditing\n"
            "from radaudit.cli import main\n"
            "from radaudit.core.step import Step\n"
            "from radaudit.core.finding import Severity\n"
            "def broken(cohort):\n    raise KeyError('x')\n    yield\n"
            "auditing.checks = lambda: {'a/b': Step('a/b', broken, Severity.NOTE)}\n"
            "sys.argv = ['radaudit', 'audit', 'sound', '--out', 'c', '--jobs', '1']\n"
            "main()\n"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=studies, capture_output=True, text=True)
        assert ended.returncode == 3
        assert "Traceback" not in ended.stderr
        assert "The audit is incomplete" in ended.stdout

    def test_results_are_kept_where_the_environment_says(self, studies):
        (studies / "away").mkdir()
        said = ("audit", "sound", "--out", "d", "--jobs", "1", "--trust", "--quick", "-q")
        run(*said, cwd=studies, RADAUDIT_STORE="away")
        assert {path.name for path in (studies / "away").iterdir()} >= {"phantomrun", "refit"}


class TestOtherCommands:
    def test_the_version(self, studies):
        assert run("--version", cwd=studies).stdout == f"radaudit {radaudit.__version__}\n"

    def test_without_a_word_there_is_help(self, studies):
        ended = run(cwd=studies)
        assert "audit" in ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr

    def test_the_list_names_every_check(self, studies):
        from radaudit.auditing import checks

        said = run("list", cwd=studies, COLUMNS="200").stdout
        assert all(name in said for name in checks())

    def test_a_check_is_explained(self, studies):
        said = run("explain", "leakage/duplicate-rows", cwd=studies).stdout
        for part in ("(critical)", "Why", "Remedy", "closeness = 0.2", "cohort, split, reported", "doi:10.1016/"):
            assert part in said

    def test_a_report_is_rendered_again(self, studies, make_study):
        report = make_study().audit(select=["leakage/*"])
        (studies / "stored.json").write_text(report.to_json())
        ended = run("render", "stored.json", "--out", "again.json", "--format", "json", cwd=studies)
        assert ended.returncode == 0
        assert json.loads((studies / "again.json").read_text()) == json.loads(report.to_json())

    def test_the_schemas_of_all_files(self, studies):
        schemas = json.loads(run("schema", cwd=studies).stdout)
        assert set(schemas) == {"radaudit.yaml", "policy.yaml", "report.json"}
        assert all("schema" in schema["properties"] for schema in schemas.values())
