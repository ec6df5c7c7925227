"""Many studies from the outside: audited, read again, left out with a reason."""

import json

import pytest
from typer.testing import CliRunner

import radaudit
from radaudit import survey_session
from radaudit.cli import app
from radaudit.core.errors import PolicyError, UsageError
from tests.made_study import write_study

SELECT = ["leakage/patient-overlap"]
LEAKY = {"cohort": lambda rows: [{**row, "patient": "p01"} if row["case"] == "c12" else row for row in rows]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, pictures):
    """A sound study, a copy of it, a leaky one, and one whose manifest is torn."""
    root = tmp_path_factory.mktemp("studies")
    write_study(root / "sound", pictures)
    write_study(root / "twin/sound", pictures)
    write_study(root / "leaky", pictures, **LEAKY)
    (root / "torn").mkdir()
    (root / "torn/radaudit.yaml").write_text("schema: radaudit/1\nstudy: [x\n")
    return root


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def first(folder, out):
    return radaudit.survey(folder, out, select=SELECT, jobs=1)


def by_name(made):
    return {entry.name: entry for entry in made.entries}


def test_every_study_is_told(first):
    stages = {name: (entry.stage, entry.origin, entry.level) for name, entry in by_name(first).items()}
    assert stages == {
        "leaky": ("included", "audited", "fails"),
        "sound": ("included", "audited", "holds"),
        "torn": ("excluded", "", ""),
        "twin/sound": ("duplicate", "audited", "holds"),
    }
    assert by_name(first)["torn"].told.startswith("radaudit.yaml:3: is not valid YAML")
    assert first.exit_code == 3
    assert [own.check for own in first.failing] == SELECT


def test_page_tables_and_reports_are_written_and_name_no_path_of_the_machine(first, folder, out):
    names = {path.name for path in out.iterdir() if path.is_file()}
    assert names == {"survey.html", "survey.csv", "survey_scores.csv", "survey_checks.csv", "survey_domains.csv"}
    for name in names:
        assert str(folder.parent) not in (out / name).read_text(encoding="utf-8")
    link = by_name(first)["leaky"].link
    assert f'href="{link}"' in (out / "survey.html").read_text(encoding="utf-8")
    assert json.loads((out / link).with_suffix(".json").read_text())["study"]["folder"] == "leaky"


def test_an_unchanged_study_is_not_audited_again(first, folder, out, monkeypatch):
    audited = []
    monkeypatch.setattr(survey_session, "opened", lambda session, _: audited.append(session.study.name) or broken())
    again = radaudit.survey(folder, out, select=SELECT, jobs=1)
    assert audited == ["torn"]
    assert {entry.origin for entry in again.included} == {"report"}
    assert again.scores == first.scores
    assert again.failing == first.failing
    radaudit.survey(folder, select=["leakage/*"], jobs=1)  # in another way
    assert audited == ["torn", "leaky", "sound", "torn", "sound"]


def broken():
    raise ZeroDivisionError("/home/somebody")


def test_a_study_whose_audit_breaks_stops_no_other(folder, monkeypatch):
    monkeypatch.setattr(survey_session, "opened", lambda *_: broken())
    made = radaudit.survey(folder)
    assert {entry.why for entry in made.entries} == {"the audit broke"}
    assert "ZeroDivisionError" in made.entries[0].told
    assert "somebody" not in made.entries[0].told


class TestReportsOnly:
    @pytest.fixture
    def place(self, first, out, folder, tmp_path):
        """A study that has changed since its report, reports of two studies elsewhere, one of which is torn."""
        for name, source in (("old/leaky", "leaky"), ("elsewhere/sound", "sound")):
            (tmp_path / name).mkdir(parents=True)
            (tmp_path / name / "report.json").write_bytes((out / "studies" / source / "report.json").read_bytes())
        (tmp_path / "old/leaky/radaudit.yaml").write_text("schema: radaudit/1\n")
        (tmp_path / "torn").mkdir()
        (tmp_path / "torn/report.json").write_text('{"schema": "radaudit-report/1"}')
        return tmp_path

    def test_each_is_told_as_what_it_is(self, place):
        made = radaudit.survey(place, audit=False)
        assert {name: (entry.stage, entry.why) for name, entry in by_name(made).items()} == {
            "old/leaky": ("excluded", "changed since its report"),
            "elsewhere/sound/report.json": ("included", ""),
            "torn/report.json": ("not retrieved", "report can't be read"),
        }
        assert (made.flow.folders, made.flow.reports, made.exit_code) == (1, 2, 3)
        assert str(place) not in by_name(made)["torn/report.json"].told

    def test_of_two_reports_of_one_study_the_latest_counts(self, place):
        report = json.loads((place / "elsewhere/sound/report.json").read_text())
        report["provenance"]["run"]["started"] = "2999-01-01T00:00:00Z"
        (place / "a").mkdir()
        (place / "a/report.json").write_text(json.dumps(report))
        stages = {name: entry.stage for name, entry in by_name(radaudit.survey(place, audit=False)).items()}
        assert (stages["a/report.json"], stages["elsewhere/sound/report.json"]) == ("included", "duplicate")

    def test_the_gate_of_the_survey_replaces_that_of_the_report(self, out, tmp_path):
        (tmp_path / "report.json").write_bytes((out / "studies/leaky/report.json").read_bytes())
        codes = {gate: radaudit.survey(tmp_path, audit=False, fail_on=gate).exit_code for gate in ("major", "never")}
        assert codes == {"major": 1, "never": 0}
        assert radaudit.survey(tmp_path, audit=False).exit_code == 0


class TestMistakes:
    def test_nothing_to_survey(self, tmp_path):
        with pytest.raises(UsageError, match="holds no study and no report"):
            radaudit.survey(tmp_path)

    def test_a_mistake_in_the_policy_ends_it(self, folder):
        with pytest.raises(PolicyError, match="matches no check"):
            radaudit.survey(folder, select=["leak/*"])

    def test_options_of_audits_where_there_are_none(self, folder):
        with pytest.raises(UsageError, match="so --select and --trust would change nothing"):
            radaudit.survey(folder, audit=False, select=SELECT, trust=True)

    def test_a_place_that_can_not_be_written(self, folder, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(UsageError, match="the survey can't be written"):
            radaudit.survey(folder, tmp_path / "file/out")


def test_the_command(first, folder, out):
    words = ["survey", str(folder), "--no-audit", "--out", str(out)]
    ended = CliRunner().invoke(app, words)
    assert ended.exit_code == 3
    assert "4 found, 1 duplicates, 1 not retrieved, 0 excluded, 2 included" in ended.stdout
    assert "torn: no report of an audit" in ended.stdout
    quiet = CliRunner().invoke(app, [*words, "--quiet", "--fail-on", "major"])
    assert quiet.stdout.splitlines()[0] == "2 of 4 studies are in the survey."
    assert "radaudit survey" in (out / "survey.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_sample_studies(tmp_path):
    from radaudit.samples import make_sample

    for name in ("wdbc", "wdbc_weak"):
        make_sample(name, tmp_path / "studies" / name)
    checks = ["model/claims-reproduced", "model/claims-are-possible", "model/discrimination-reported"]
    made = radaudit.survey(tmp_path / "studies", tmp_path / "out", select=checks, jobs=1, quick=True)
    assert made.flow.included == 2
    rqs = next(own for own in made.instruments if own.checklist == "rqs-2017")
    assert (rqs.studies, rqs.whole.claimed.most) == (2, 7)
    weak = {own.study: own for own in made.scores if own.checklist == "rqs-2017"}["wdbc_weak"]
    assert weak.supported < weak.claimed == weak.not_contradicted
