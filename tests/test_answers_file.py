"""``radaudit checklist``: the file is written, declared, filled in, and brought up to date."""

import pytest
import yaml

from radaudit import answers_file
from radaudit.answers_file import write_answers
from radaudit.checklists.instrument import instruments
from radaudit.core.errors import UsageError
from radaudit.core.finding import Finding, Outcome, Severity
from radaudit.core.report import Result
from radaudit.session import Session


@pytest.fixture
def study(tmp_path):
    (tmp_path / "cohort.csv").write_text("case,site\n1,X\n2,Y\n")
    manifest = {"schema": "radaudit/1", "study": {"title": "Made", "task": "binary"}}
    manifest["cohort"] = {"table": "cohort.csv", "case": "case", "site": "site"}
    (tmp_path / "radaudit.yaml").write_text(yaml.safe_dump(manifest))
    return tmp_path


@pytest.fixture
def audited(monkeypatch):
    """Instead of the audit: what these checks passed, and which checks were asked for."""
    asked = []

    def opened(session, progress=None, without_answers=False):
        asked.extend(session.select)
        finding = Finding(Outcome.PASS, "It is calibrated, as was claimed.", code="with-interval")
        name = "model/calibration-reported"

        class Made:
            results = (Result(name, Outcome.PASS, Severity.NOTE, "A title.", "", "", (), (finding,)),)

        return Made

    monkeypatch.setattr(answers_file, "opened", opened)
    return asked


def test_the_file_is_written_with_what_evidence_and_manifest_say(study, audited):
    found = write_answers(Session(study), "metrics")
    assert found.path == study / "checklists" / "metrics.yaml"
    assert (found.prefilled, found.unanswered) == (2, 28)
    assert set(yaml.safe_load(found.path.read_text())["answers"]) == {"4", "22"}
    assert found.remarks[-1] == "Add to radaudit.yaml, under 'checklists':  metrics: {answers: checklists/metrics.yaml}"
    assert any("condition C1" in remark for remark in found.remarks)
    assert "model/calibration-reported" in audited
    assert sorted(path.name for path in (study / "checklists").iterdir()) == ["metrics.yaml"]


def test_a_declared_file_that_is_not_whole_yet_can_be_brought_up_to_date(study, audited):
    path = write_answers(Session(study), "metrics").path
    with (study / "radaudit.yaml").open("a") as stream:
        stream.write("checklists: {metrics: {answers: checklists/metrics.yaml}}\n")
    text = path.read_text().replace('#: "3": {choose: ""', '"3": {choose: "yes"')
    path.write_text(text)
    found = write_answers(Session(study), "metrics")
    assert (found.prefilled, found.unanswered) == (0, 27)
    assert '"3": {choose: "yes", pointer: "", statement: ""}' in path.read_text()
    assert not any("Add to" in remark for remark in found.remarks)


def test_what_was_pre_filled_and_no_longer_holds_is_pointed_at_and_kept(study, audited, monkeypatch):
    path = write_answers(Session(study), "metrics").path
    (study / "cohort.csv").write_text("case,site\n1,X\n2,X\n")
    found = write_answers(Session(study), "metrics")
    assert found.remarks[0] == "Item 4 was pre-filled, but the evidence does not speak for it now; look at it again."
    assert '"4": {choose: "yes"' in path.read_text()


def test_answers_of_an_earlier_version_are_gone_on_from(study, audited):
    old = study / "claim-2020.yaml"
    old.write_text('checklist: claim-2020\nanswers:\n  "19": {choose: "yes", pointer: p. 2}\n')
    found = write_answers(Session(study), "claim-2024", earlier=old)
    assert yaml.safe_load(found.path.read_text())["answers"]["21"] == {"choose": "yes", "pointer": "p. 2"}
    with pytest.raises(UsageError, match=r"claim-2024.yaml exists already"):
        write_answers(Session(study), "claim-2024", earlier=old)
    with pytest.raises(UsageError, match=r"answers 'claim-2020'; metrics can go on from: none"):
        write_answers(Session(study), "metrics", earlier=old)


def test_an_unknown_checklist_is_named_with_the_nearest(study):
    with pytest.raises(UsageError, match="no checklist 'metric'; did you mean 'metrics'"):
        write_answers(Session(study), "metric")


def test_the_checklists_are_listed(capsys):
    from radaudit.catalogue import print_checklists

    print_checklists()
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines() if "10." in line] == [*instruments()]
    assert "experimental" in said


def test_the_command_says_what_it_did(study, audited, capsys):
    from radaudit.cli import app

    with pytest.raises(SystemExit) as ended:
        app(["checklist", str(study), "--id", "rqs-2017"])
    assert ended.value.code == 0
    assert "rqs.yaml (1 pre-filled, 15 unanswered)" in capsys.readouterr().out.replace("-2017", "")


@pytest.fixture
def scores(tmp_path_factory):
    """A table of scores of METRICS, beside the study."""
    path = tmp_path_factory.mktemp("forms") / "scores.csv"
    path.write_text("item,score,comment\nC1,yes\n".replace("yes\n", "yes,\n") + "C2,no,\n4,no,\n3,yes,see Table 1\n")
    return path


def test_a_form_is_taken_over_and_gives_way_to_nobody_but_the_evidence(study, audited, scores):
    found = write_answers(Session(study), "metrics", form=scores)
    data = yaml.safe_load(found.path.read_text())
    assert data["conditions"] == {"C1": "yes", "C2": "no"}
    assert data["answers"].keys() == {"3", "4", "22"}
    assert data["answers"]["4"] == {"choose": "no"}  # the evidence would have said yes
    assert data["answers"]["3"] == {"choose": "yes", "note": "see Table 1"}
    assert found.remarks[0] == "Taken from scores.csv: 2 of 30 items and 2 of 5 conditions."
    again = write_answers(Session(study), "metrics", form=scores)
    assert again.remarks[0].endswith("0 of 30 items and 0 of 5 conditions; 2 agree with what the file has.")
    assert yaml.safe_load(found.path.read_text()) == data


def test_where_a_person_and_a_form_differ_both_are_told(study, audited, scores):
    path = write_answers(Session(study), "metrics", form=scores).path
    path.write_text(path.read_text().replace('"4": {choose: "no"}', '"4": {choose: "yes", pointer: "p. 2"}'))
    kept = write_answers(Session(study), "metrics", form=scores)
    assert "item 4 is 'yes', scores.csv:4 has 'no'; kept; --overwrite takes the other." in kept.remarks[1]
    assert yaml.safe_load(path.read_text())["answers"]["4"]["pointer"] == "p. 2"
    taken = write_answers(Session(study), "metrics", form=scores, overwrite=True)
    assert taken.remarks[1].endswith("taken over, the old one is a comment now.")
    assert '# was: "4": {choose: "yes", pointer: "p. 2"}' in path.read_text()
    assert yaml.safe_load(path.read_text())["answers"]["4"] == {"choose": "no"}


def test_a_bad_form_is_refused_before_any_work(study, audited, scores):
    scores.write_text("item,score\n4,perhaps\n")
    with pytest.raises(UsageError, match=r"scores.csv:2: item 4 has no option 'perhaps'"):
        write_answers(Session(study), "metrics", form=scores)
    assert audited == []
    assert not (study / "checklists").is_dir() or list((study / "checklists").iterdir()) == []
