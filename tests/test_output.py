import pytest

from radaudit import output
from radaudit.core.errors import UsageError


@pytest.fixture
def report(make_study):
    return make_study().audit(select=["leakage/patient-overlap"])


def test_formats_are_found_by_name():
    assert list(output.renderers(["json", "html"])) == ["json", "html"]
    with pytest.raises(
        UsageError, match="the format 'pdf' is not known; known are badge, codecheck, github, gitlab, html"
    ):
        output.renderers(["html", "pdf"])


def test_a_report_is_written_in_every_format_and_read_back(report, tmp_path):
    paths = output.write_reports(report, tmp_path, output.renderers(["json", "html"]))
    assert [path.name for path in paths] == ["report.json", "report.html"]
    assert sorted(path.name for path in tmp_path.glob("report*")) == ["report.html", "report.json"]
    assert output.read_report(paths[0]) == report


def test_an_old_report_is_replaced_whole(tmp_path):
    path = output.write_file(tmp_path / "a.txt", "old and long")
    assert output.write_file(path, "new").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_is_made_and_found_out_before_the_work(tmp_path):
    output.check_writable(tmp_path / "a/b")
    assert list((tmp_path / "a/b").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"the report can't be written to .*file/c: Not a directory"):
        output.check_writable(tmp_path / "file/c")
    with pytest.raises(UsageError, match="results can't be written to"):
        output.check_writable(tmp_path / "file/c", "results")


def test_a_file_that_can_not_be_written(tmp_path):
    with pytest.raises(UsageError, match=r"gone/a\.txt can't be written: No such file or directory"):
        output.write_file(tmp_path / "gone/a.txt", "text")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="Is a directory"):
        output.write_file(tmp_path / "folder", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no radaudit report"),
        ("{}", "is no radaudit report: Field required (study)"),
        ("[1]", "is no radaudit report"),
        ("\x00", "is no radaudit report"),
        ("[" * 5000, "is no radaudit report"),
    ],
)
def test_what_is_no_report(tmp_path, text, said):
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(UsageError) as caught:
        output.read_report(tmp_path / "report.json")
    assert said in str(caught.value)


def test_a_report_of_another_schema(report, tmp_path):
    (tmp_path / "report.json").write_text(report.to_json().replace("radaudit-report/1", "radaudit-report/9"))
    with pytest.raises(UsageError, match="radaudit-report/9"):
        output.read_report(tmp_path / "report.json")


def test_a_report_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="can't be read: No such file"):
        output.read_report(tmp_path / "report.json")
