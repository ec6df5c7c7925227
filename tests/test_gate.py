"""The gate as a repository runs it: the action's own script, and the commands around it."""

import json
import os
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
words = sys.argv[sys.argv.index("radaudit") + 1:]
os.execv(sys.executable, [sys.executable, "-m", "radaudit", *words])
"""


@pytest.fixture(scope="module")
def action():
    path = ROOT / "action.yml"
    if not path.is_file():
        pytest.skip("the action is part of the repository, not of the package")
    return yaml.safe_load(path.read_text())


@pytest.fixture
def gate(action, tmp_path):
    """Run the action's step as its runner would; gives the exit status, the summary and the output."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "uv").write_text(UV.format(python=sys.executable))
    (tools / "uv").chmod(stat.S_IRWXU)
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


def test_the_hooks_call_commands_that_exist():
    path = ROOT / ".pre-commit-hooks.yaml"
    if not path.is_file():
        pytest.skip("the hooks are part of the repository, not of the package")
    for hook in yaml.safe_load(path.read_text()):
        name, *words = hook["entry"].split()
        assert name == "radaudit"
        ended = subprocess.run([sys.executable, "-m", "radaudit", *words[:1], "--help"], capture_output=True, text=True)
        assert all(word in ended.stdout for word in words if word.startswith("--"))
