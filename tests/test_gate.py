"""The gate as a repository runs it: the action's own script, and the commands around it."""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys

import pytest
import yaml

from radaudit.resources import shipped
from tests.made_study import write_study

ROOT = shipped("checklists").parent
LEAKY = {"cohort": lambda rows: [{**row, "patient": "p01"} if row["case"] == "c12" else row for row in rows]}
# What the action calls: uv, which would install radaudit; here it is installed.
UV = """#!{python}
import os, sys
words = sys.argv[max(n for n, word in enumerate(sys.argv) if word == "radaudit") + 1:]
os.execv(sys.executable, [sys.executable, "-m", "radaudit", *words])
"""


@pytest.fixture(scope="module")
def action():
    path = ROOT / "action.yml"
    if not path.is_file():
        pytest.skip("the action is part of the repository, not of the package")
    return yaml.safe_load(path.read_text())


@pytest.fixture
def tools(tmp_path):
    """What a runner's path begins with."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "uv").write_text(UV.format(python=sys.executable))
    (tools / "pip").write_text("#!/bin/sh\n")
    for path in tools.iterdir():
        path.chmod(stat.S_IRWXU)
    return tools


@pytest.fixture
def gate(action, tools, tmp_path):
    """Run the action's step as its runner would; gives the exit status, the summary and the output."""
    [step] = [own for own in action["runs"]["steps"] if own.get("id") == "audit"]

    def run(**inputs):
        given = {name: own.get("default", "") for name, own in action["inputs"].items()} | inputs
        words = {name: given[text.split(".")[1].split()[0]] for name, text in step["env"].items()}
        files = {name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ACTION_PATH")}
        own = os.environ | words | files | {"PATH": f"{tools}:{os.environ['PATH']}", "NO_COLOR": "1"}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        ended = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, timeout=120)
        summary = tmp_path / "GITHUB_STEP_SUMMARY"
        return ended.returncode, summary.read_text() if summary.exists() else "", ended.stdout

    return run


def test_it_goes_red_on_a_new_leak_and_stays_green_on_a_known_one(gate, pictures, tmp_path):
    study = write_study(tmp_path / "study", pictures)
    policy = tmp_path / "policy.yaml"
    policy.write_text("schema: radaudit-policy/1\nselect: [leakage/patient-overlap, cohort/*]\n")
    given = {"study": "study", "policy": "policy.yaml"}
    assert gate(**given)[0] == 0

    write_study(study.root, pictures, **LEAKY)
    status, summary, printed = gate(**given)
    assert status == 1
    assert "leakage/patient-overlap" in summary
    assert "::error file=study/" in printed
    uris = (tmp_path / "radaudit-report" / "report.sarif").read_text()
    assert '"uri": "study/' in uris

    made = [sys.executable, "-m", "radaudit", "baseline", "radaudit-report/report.json", "--out", "known.json"]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    status, _, printed = gate(**given, baseline="known.json")
    assert status == 0
    assert "::error" not in printed
    assert (tmp_path / "GITHUB_OUTPUT").read_text().split() == ["status=0", "status=1", "status=0"]

    differ = [sys.executable, "-m", "radaudit", "diff", "radaudit-report/report.json", "radaudit-report/report.json"]
    assert "No difference" in subprocess.run(differ, cwd=tmp_path, check=True, capture_output=True, text=True).stdout


def cloned(study, folder):
    """A fresh clone of a repository that holds the study in a folder."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not there")
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a study"]):
        subprocess.run([git, *who, *words], cwd=study.root.parent, check=True, capture_output=True)
    subprocess.run([git, "clone", "-q", str(study.root.parent), str(folder)], check=True, capture_output=True)
    return folder


def test_the_gitlab_example_runs_in_a_fresh_clone(action, tools, pictures, tmp_path):
    """Its script as it stands; only the checks are fewer, by a policy, so that the test is short."""
    examples = (ROOT / "docs" / "gate.md").read_text().split("```yaml\n")[1:]
    job = next(own["audit"] for text in examples if "script" in (own := yaml.safe_load(text.partition("```")[0])).get(
        "audit", {}))  # fmt: skip
    clone = cloned(write_study(tmp_path / "repository" / "study", pictures, **LEAKY), tmp_path / "clone")
    policy = tmp_path / "policy.yaml"
    policy.write_text("schema: radaudit-policy/1\nselect: [leakage/patient-overlap]\n")
    *install, audit = job["script"]
    assert install == ["pip install uv"]
    own = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"}
    ended = subprocess.run(
        ["sh", "-c", f"{audit} --policy {policy}"], cwd=clone, env=own, capture_output=True, text=True
    )
    assert ended.returncode == 1, ended.stderr
    assert "\x1b" not in ended.stdout + ended.stderr
    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values(), *job["cache"]["paths"]]
    assert all((clone / name).exists() for name in kept)
    quality = json.loads((clone / job["artifacts"]["reports"]["codequality"]).read_text())
    assert {place["location"]["path"].partition("/")[0] for place in quality} == {"study"}


def test_a_mistake_is_no_pass_and_leaves_no_old_report(gate, tmp_path):
    (tmp_path / "radaudit-report").mkdir()
    (tmp_path / "radaudit-report" / "report.md").write_text("of yesterday")
    status, summary, _ = gate(study="nowhere")
    assert (status, summary) == (2, "")


def test_inputs_are_words_and_not_script(gate, tmp_path):
    assert gate(study="; touch owned")[0] == 2
    assert not (tmp_path / "owned").exists()


def test_the_action_reads_every_input_it_offers(action):
    text = json.dumps(action["runs"]) + json.dumps(action["outputs"])
    assert all(f"inputs.{name} " in text for name in action["inputs"])


def test_the_examples_are_yaml_with_inputs_that_exist(action):
    blocks = (ROOT / "docs" / "gate.md").read_text().split("```yaml\n")[1:]
    examples = [yaml.safe_load(block.partition("```")[0]) for block in blocks]
    [step] = [own for own in examples[0]["jobs"]["audit"]["steps"] if own.get("id") == "radaudit"]
    assert set(step["with"]) <= set(action["inputs"])


def hooks():
    path = ROOT / ".pre-commit-hooks.yaml"
    return yaml.safe_load(path.read_text()) if path.is_file() else []


def test_the_hooks_are_what_pre_commit_reads():
    if not hooks():
        pytest.skip("the hooks are part of the repository, not of the package")
    assert [own["id"] for own in hooks()] == ["radaudit-manifest", "radaudit-code"]
    for own in hooks():
        assert {"id", "name", "entry", "language"} <= set(own)
        assert own["language"] == "python"
        assert not own["pass_filenames"]
        re.compile(own.get("files", ""))


@pytest.mark.parametrize(
    ("hook", "change", "status"),
    [
        ("radaudit-manifest", {}, 0),
        ("radaudit-manifest", {"cohort": lambda rows: [*rows, rows[0]]}, 2),
        ("radaudit-code", {}, 0),
    ],
)
def test_a_hook_runs_in_the_repository(hook, change, status, pictures, tmp_path):
    """As pre-commit runs it: the words of its entry, without a shell, in the root of the repository."""
    entry = next((own["entry"] for own in hooks() if own["id"] == hook), None)
    if entry is None:
        pytest.skip("the hooks are part of the repository, not of the package")
    study = write_study(tmp_path / "study", pictures, **change)
    name, *words = shlex.split(entry)
    assert name == "radaudit"
    own = os.environ | {"RADAUDIT_STORE": str(tmp_path / "store")}
    command = [sys.executable, "-m", "radaudit", *words]
    ended = subprocess.run(command, cwd=study.root, env=own, capture_output=True, text=True, timeout=60)
    assert ended.returncode == status, ended.stdout + ended.stderr
