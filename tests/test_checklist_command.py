"""``radaudit checklist`` on the command line: what goes together, forms written, raters compared."""

import csv
import io

import pytest
import yaml

from radaudit import answers_form
from radaudit.checklist_command import Format
from radaudit.cli import app, main
from radaudit.core.finding import Finding, Outcome, Severity
from radaudit.core.report import Result


@pytest.fixture
def study(tmp_path):
    (tmp_path / "cohort.csv").write_text("case,site\n1,X\n2,Y\n")
    manifest = {"schema": "radaudit/1", "study": {"title": "Made", "task": "binary", "doi": "10.1000/made"}}
    manifest["cohort"] = {"table": "cohort.csv", "case": "case", "site": "site"}
    manifest["checklists"] = {"rqs-2017": {"answers": "first.yaml", "second_rater": "second.yaml"}}
    (tmp_path / "radaudit.yaml").write_text(yaml.safe_dump(manifest))
    answers = '"6": {choose: "yes"}\n  "5": {choose: either, pointer: p. 3}\n'
    (tmp_path / "first.yaml").write_text(f"checklist: rqs-2017\nanswers:\n  {answers}")
    second = answers.replace("either", "neither")
    (tmp_path / "second.yaml").write_text(f"checklist: rqs-2017\nanswers:\n  {second}")
    return tmp_path


@pytest.fixture
def run(study, monkeypatch, capsys):
    """Run the command on the study: exit status, what was printed, what was complained about."""

    def command(*words):
        monkeypatch.setattr("sys.argv", ["radaudit", "checklist", str(study), "--id", "rqs-2017", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return command


@pytest.fixture
def audited(monkeypatch):
    """Instead of the audit: one passed check."""

    def opened(session, progress=None, without_answers=False):
        finding = Finding(Outcome.PASS, "Clinical variables go in.", code="joined")
        name = "model/clinical-variables"

        class Made:
            results = (Result(name, Outcome.PASS, Severity.NOTE, "A title.", "", "", (), (finding,)),)

        return Made

    monkeypatch.setattr(answers_form, "opened", opened)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--export", "csv", "--second-rater", "x.yaml"), "--export and --second-rater exclude each other"),
        (("--import", "x.csv", "--from", "y.yaml"), "--import and --from exclude each other"),
        (("--overwrite",), "--overwrite goes with --import"),
        (("--with-evidence",), "--with-evidence goes with --export"),
        (("--import", "nowhere.csv"), "there is no file nowhere.csv"),
        (("--second-rater", "nowhere.yaml"), "there is no file nowhere.yaml"),
        (("--export", "csv", "--id", "clear"), "names no answers to clear; write them first"),
        (("--second-rater", "x.yaml", "--id", "clear"), "names no answers to clear"),
    ],
)
def test_what_makes_no_sense_is_refused_with_status_2(run, words, message):
    status, _, said = run(*words)
    assert status == 2
    assert message in said
    assert "Traceback" not in said


@pytest.mark.parametrize("format", [own for own in Format if own != "pdf"])
def test_a_form_is_written_and_the_study_left_alone(run, study, tmp_path_factory, format):
    out = tmp_path_factory.mktemp("out") / f"form.{format}"
    before = {path.name: path.read_bytes() for path in study.iterdir()}
    status, said, _ = run("--export", format, "--out", out)
    assert (status, said.strip()) == (0, f"Form: {out}")
    assert "at least one done" in out.read_text()
    assert {path.name: path.read_bytes() for path in study.iterdir()} == before


def test_a_csv_form_comes_back_as_the_same_answers(run, study, tmp_path):
    from radaudit.checklists.forms import read_form
    from radaudit.checklists.instrument import load_instrument

    run("--export", "csv", "--out", tmp_path / "form.csv")
    form = read_form(tmp_path / "form.csv", "form.csv", load_instrument("rqs-2017"))
    assert {number: own.choose for number, own in form.entries.items()} == {"5": ("either",), "6": ("yes",)}
    assert form.entries["5"].words == {"pointer": "p. 3"}


def test_evidence_beside_the_answers_where_it_is_asked_for(run, tmp_path, audited):
    run("--export", "csv", "--with-evidence", "--out", tmp_path / "form.csv")
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO((tmp_path / "form.csv").read_text()))}
    assert (rows["6"]["basis"], rows["6"]["evidence"]) == ("Supported", "Clinical variables go in.")


def test_a_pdf_is_what_the_browser_printed(run, tmp_path, monkeypatch):
    monkeypatch.setattr(answers_form, "browser", lambda: "chromium")
    monkeypatch.setattr(answers_form, "printed", lambda page: b"%PDF of " + page[:15].encode())
    assert run("--export", "pdf", "--out", tmp_path / "form.pdf")[0] == 0
    assert (tmp_path / "form.pdf").read_bytes() == b"%PDF of <!doctype html>"


def test_two_raters_are_compared(run, study):
    status, said, _ = run("--second-rater", study / "second.yaml")
    assert status == 0
    assert "The raters answer 1 of 2 items alike (50 %)." in said
    assert "Totals: 4 points, -2 points." in said
    assert "Cohen's kappa is 0.00 (95 % interval -0.97 to 0.97, the items taken for a sample)." in " ".join(
        said.split()
    )
    assert "neither done" in said


def test_help_tells_of_all_of_it(capsys):
    with pytest.raises(SystemExit):
        app(["checklist", "--help"])
    said = capsys.readouterr().out
    assert all(flag in said for flag in ("--import", "--export", "--second-rater", "--with-evidence", "--overwrite"))
