"""A study full of secrets, in which much goes wrong: none of them is in anything that radaudit writes."""

from __future__ import annotations

import re

import pytest
import yaml
from typer.testing import CliRunner

from radaudit.cli import app
from radaudit.core.errors import UsageError
from tests.made_secrets import SECRETS, without_images, write_secrets
from tests.made_study import Made

# All but the checks of the extractor itself, which take long and know nothing of the study.
SELECTED = ("code/*", "cohort/*", "features/[!e]*", "leakage/*", "model/*", "privacy/*", "segmentation/*")
FORMATS = "html,json,sarif,junit,markdown,github,gitlab,badge,ro-crate,in-toto,codecheck"


def leaks(text):
    return sorted({found[0] for secret in SECRETS for found in re.finditer(secret, text, re.IGNORECASE)})


def run(*words):
    """Exit status, and everything on the terminal; what the command line makes of a user's mistake is its message."""
    made = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200", "NO_COLOR": "1"})
    if isinstance(made.exception, UsageError):
        return 2, f"{made.output}{made.exception}"
    assert made.exception is None or isinstance(made.exception, SystemExit), made.exception
    return made.exit_code, made.output


@pytest.mark.slow
def test_no_output_of_an_audit_names_anybody(tmp_path):
    study = write_secrets(tmp_path / "study")
    places = ["--out", tmp_path / "out", "--store", tmp_path / "store"]
    asked = [word for glob in SELECTED for word in ("--select", glob)]
    status, output = run("audit", study, "--format", FORMATS, *places, *asked, "--jobs", 1, "--quick")
    assert status == 1
    assert leaks(output) == []
    reports = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert len(reports) == len(FORMATS.split(","))
    assert {name: leaks(text) for name, text in reports.items() if leaks(text)} == {}
    assert leaks(" ".join(str(path.relative_to(tmp_path)) for path in (tmp_path / "store").rglob("*"))) == []
    assert "P05" in reports["report.json"]


def test_the_privacy_checks_see_what_they_should_and_say_no_value(tmp_path):
    study = write_secrets(tmp_path / "study")
    places = ["--out", tmp_path, "--store", tmp_path / "store"]
    status, output = run("audit", study, "--select", "privacy/*", "--format", "json", *places, "--jobs", 1)
    assert status == 1
    assert leaks(output) == []
    report = yaml.safe_load((tmp_path / "report.json").read_text(encoding="utf-8"))
    found = {own["check"]: {one["code"] for one in own["findings"]} for own in report["results"]}
    assert found["privacy/no-identifiers-in-tables"] == {"person-in-table"}
    assert found["privacy/no-identifiers-in-headers"] >= {"person-in-header", "text-in-header"}
    assert found["privacy/no-identifiers-in-file-names"] == {"person-in-file-name"}


@pytest.mark.parametrize("words", [["plan", "--no-timing"], ["plan", "--no-timing", "--json"]])
def test_a_plan_names_nobody(tmp_path, words):
    study = write_secrets(tmp_path / "study")
    status, output = run(words[0], study, *words[1:], "--store", tmp_path / "store")
    assert status == 0
    assert leaks(output) == []


def test_drafts_name_nobody(tmp_path):
    study = write_secrets(tmp_path / "study")
    status, output = run("checklist", study, "--id", "metrics", "--store", tmp_path / "store")
    assert status == 0
    (study / "radaudit.yaml").unlink()
    again, said = run("init", study)
    assert again == 0
    drafts = [study / "radaudit.yaml", study / "checklists/metrics.yaml"]
    assert leaks(output + said + "".join(path.read_text(encoding="utf-8") for path in drafts)) == []


def test_ids_are_there_where_they_are_asked_for(tmp_path):
    study = write_secrets(tmp_path / "study")
    asked = ["--select", "features/mask-and-image-agree", "--show-ids", "--format", "json"]
    run("audit", study, *asked, "--out", tmp_path, "--store", tmp_path / "store", "--jobs", 1)
    assert {"Quillfeather", "SECRET", "4711"} <= set(leaks((tmp_path / "report.json").read_text(encoding="utf-8")))


def same_case(table):
    table[3]["case"] = table[1]["case"]


def no_label(table):
    table[1]["label"] = "Thistlewood"


def no_set(table):
    for row in table:
        row["set"] = row["name"]


def strangers(table):
    for row in table:
        row["case"] += "-SECRET"


MISTAKES = {
    "a case twice": ({"cohort": same_case}, "cohort.csv:5: the id in this row was already given in line 3"),
    "a case twice among features": ({"features": same_case}, "features.csv:5: the id in this row was already given"),
    "no outcome": ({"cohort": no_label}, "holds 3 values: 0, 1, 1 value of few rows"),
    "names as sets": ({"cohort": no_set}, "the column 'set' holds: 10 values of few rows"),
    "no id in common": ({"features": strangers}, "(first: 3 words of letters, there 2 words of letters)"),
}


@pytest.mark.parametrize(("changes", "said"), MISTAKES.values(), ids=MISTAKES)
def test_messages_of_mistakes_say_the_line_and_not_the_value(tmp_path, changes, said):
    study = without_images(write_secrets(tmp_path / "study", **changes))
    asked = ["--select", "cohort/*", "--select", "leakage/patient-overlap", "--select", "model/sample-size"]
    status, output = run("audit", study, *asked, "--out", tmp_path, "--store", tmp_path / "store")
    assert status == 2
    assert leaks(output) == []
    assert said in output


@pytest.mark.parametrize(("column", "cell"), [("probability", "SECRET-4711"), ("probability", "1947-08-15")])
def test_predictions_that_are_no_numbers(tmp_path, column, cell):
    root = without_images(write_secrets(tmp_path / "study"))
    table = (root / "predictions.csv").read_text(encoding="utf-8").splitlines()
    (root / "predictions.csv").write_text("\n".join([table[0], f"{table[1].partition(',')[0]},{cell}", *table[2:]]))
    with pytest.raises(UsageError) as caught:
        Made(root, tmp_path / "store").evidence("predictions")
    assert f"predictions.csv:2: '{column}' must be a probability between 0 and 1, not a cell of" in str(caught.value)
    assert leaks(str(caught.value)) == []
