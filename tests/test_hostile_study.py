"""A study that attacks whoever shows it, audited from the command line: every output is text, valid, and of a size."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import yaml
from typer.testing import CliRunner

from radaudit.arguments import FORMATS
from radaudit.cli import app, main
from radaudit.core.errors import UsageError
from radaudit.study.load import load_study
from tests.made_hostile import ANSI, ARABIC, FORMULA, OVERRIDE, SCRIPT, write_hostile

# What a terminal or a reader's eye obeys: control characters but line ends, and what turns or hides text.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
SELECTED = ("cohort/*", "leakage/duplicate-rows", "features/values-*", "model/claims-are-*", "code/no-abs*")


def run(*words):
    made = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "100"})
    assert made.exception is None or isinstance(made.exception, SystemExit), made.exception
    return made.exit_code, made.output


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def outputs(study, tmp_path_factory):
    """Text of each file that an audit writes, and of the terminal."""
    out = tmp_path_factory.mktemp("out")
    asked = [word for glob in SELECTED for word in ("--select", glob)]
    words = ["--jobs", 1, "--show-ids", "--out", out, "--store", out / "store", "--format", FORMATS.replace(" ", "")]
    status, said = run("audit", study, *words, *asked)
    assert status == 1
    files = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir() if path.is_file()}
    assert len(files) == len(FORMATS.split(","))
    return {**files, "terminal": said}


def test_nothing_in_any_output_is_obeyed(outputs):
    found = {name: set(OBEYED.findall(text)) for name, text in outputs.items()}
    assert {name: own for name, own in found.items() if own} == {}
    assert sum(r"\x1b[31mred" in text or r"\u001b[31mred" in text for text in outputs.values()) > 5
    assert ARABIC in outputs["report.html"]  # letters that run from right to left are no attack


def test_every_file_is_what_its_name_says(outputs):
    for name, text in outputs.items():
        if name.endswith("json") or name.endswith("sarif"):
            json.loads(text)
    assert json.loads(outputs["report.json"])["study"]["title"].startswith(SCRIPT)
    ElementTree.fromstring(outputs["report.junit.xml"])
    said = yaml.safe_load(outputs["codecheck.yml"])
    assert said["paper"]["authors"][0]["name"] == SCRIPT
    commands = [line for line in outputs["report.annotations.txt"].splitlines() if line]
    assert all(re.match(r"::(error|warning|notice) [^:]*::", line) for line in commands)
    assert len(commands) <= 31


def test_the_page_has_no_script_but_its_own(outputs):
    class Tags(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found = []

        def handle_starttag(self, tag, attributes):
            self.found.append((tag, {name for name, _ in attributes}))

    for name in ("report.html", "report.md"):
        tags = Tags()
        tags.feed(outputs[name])
        assert not any(own.startswith("on") for _, names in tags.found for own in names)
        assert not [tag for tag, _ in tags.found if tag in ("img", "iframe", "object", "embed", "base", "link")]
        scripts = [names for tag, names in tags.found if tag == "script"]
        assert len(scripts) <= (2 if name.endswith("html") else 0)


def test_a_long_cell_makes_no_output_long(outputs):
    limits = {"report.html": 1_000_000, "report.md": 60_000, "terminal": 60_000, "report.codequality.json": 100_000}
    assert {name: len(outputs[name]) for name, most in limits.items() if len(outputs[name]) > most} == {}


def test_a_cell_of_ten_megabytes_is_refused_with_its_line(tmp_path):
    write_hostile(tmp_path, huge=10_000_000)
    with pytest.raises(UsageError, match=r"cohort.csv:3: is not a table: a cell is longer than 131072") as told:
        load_study(tmp_path)
    assert len(str(told.value)) < 500


def test_survey_plan_diff_and_draft(study, outputs, tmp_path):
    (tmp_path / "a").mkdir()
    reports = []
    for name, text in (("old", outputs["report.json"]), ("new", outputs["report.json"].replace('"fail"', '"pass"', 1))):
        (tmp_path / "a" / name).mkdir()
        reports.append(tmp_path / "a" / name / "report.json")
        reports[-1].write_text(text, encoding="utf-8")
    said = [
        run("diff", *reports)[1],
        run("diff", *reports, "--json")[1],
        run("plan", study, "--no-timing", "--store", tmp_path / "store", "--select", "cohort/*")[1],
        run("plan", study, "--no-timing", "--json", "--store", tmp_path / "store", "--select", "cohort/*")[1],
        run("survey", tmp_path / "a", "--no-audit", "--out", tmp_path / "survey")[1],
    ]
    run("baseline", reports[0], "--out", tmp_path / "baseline.json")
    tables = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "survey").glob("survey*.*")}
    assert len(tables) == 5
    said += [(tmp_path / "baseline.json").read_text(encoding="utf-8"), *tables.values()]
    whole = "".join(said).replace("\r\n", "\n")  # CSV ends its lines so
    assert OBEYED.findall(whole) == []
    for name in (own for own in tables if own.endswith("csv")):
        cells = [cell for row in csv.reader(io.StringIO(tables[name])) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t")) or re.match(r"-\D", cell)]


def test_a_draft_of_it_is_text(tmp_path):
    study = write_hostile(tmp_path)
    (study / "radaudit.yaml").unlink()
    status, said = run("init", study)
    assert status == 0
    text = (study / "radaudit.yaml").read_text(encoding="utf-8")
    assert OBEYED.findall(said + text) == []
    assert load_study(study).manifest.cohort.patient == "patient"


def test_a_mistake_is_told_in_letters(tmp_path, monkeypatch, capsys):
    """The message quotes the study."""
    (tmp_path / "radaudit.yaml").write_text(f'schema: radaudit/1\n"{OVERRIDE}{SCRIPT}": "{FORMULA[:5]}"\n')
    (tmp_path / ANSI.replace("/", "")).mkdir()
    for place in (tmp_path, tmp_path / ANSI.replace("/", "")):
        monkeypatch.setattr("sys.argv", ["radaudit", "audit", str(place), "--out", str(tmp_path / "out")])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert "no audit was performed" in said
        assert OBEYED.findall(said) == []
