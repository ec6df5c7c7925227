"""What there is in a folder of studies."""

import pytest

from radaudit.core.errors import UsageError
from radaudit.surveying.find import find


@pytest.fixture
def folder(tmp_path):
    for place in ("b", "a/inner", ".hidden", "out"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "radaudit.yaml").write_text("schema: radaudit/1\n")
    (tmp_path / "a/report.json").write_text('{"schema": "radaudit-report/1"}')
    (tmp_path / "b/report.json").write_text('{"tool": "another"}')
    (tmp_path / "link").symlink_to(tmp_path / "b", target_is_directory=True)
    return tmp_path


def test_studies_and_our_reports_are_found_in_order(folder):
    found = find(folder, folder / "out")
    assert found.studies == (folder / "a/inner", folder / "b")
    assert found.reports == (folder / "a/report.json",)
    assert found.links == (folder / "link",)


def test_the_folder_itself_may_be_a_study(folder):
    assert find(folder / "b").studies == (folder / "b",)


@pytest.mark.parametrize(("name", "said"), [("nowhere", "does not exist"), ("a/report.json", "is no folder")])
def test_no_folder(folder, name, said):
    with pytest.raises(UsageError, match=said):
        find(folder / name)
