"""The flow of studies: every one that was found is in exactly one box."""

from radaudit.core.surveyed import Entry
from radaudit.surveying.flow import flow, without_copies

ENTRIES = (
    Entry("a", "included"),
    Entry("b", "excluded", why="the audit broke"),
    Entry("c", "excluded", why="the audit broke"),
    Entry("d", "not retrieved", why="report can't be read"),
    Entry("e", "included"),
)


def test_the_boxes_add_up():
    entries = without_copies(ENTRIES, {"a": {"radaudit.yaml": "1"}, "e": {"radaudit.yaml": "1"}})
    own = flow(entries, folders=4)
    assert (own.folders, own.reports, own.duplicates, own.sought, own.assessed, own.included) == (4, 1, 1, 4, 3, 1)
    assert own.not_retrieved == {"report can't be read": 1}
    assert own.excluded == {"the audit broke": 2}
    assert own.assessed == own.included + sum(own.excluded.values())


def test_the_first_of_two_copies_stays():
    entries = without_copies(ENTRIES, {"a": {"x": "1"}, "e": {"x": "1"}})
    assert [entry.stage for entry in entries if entry.name in "ae"] == ["included", "duplicate"]
    assert entries[-1].told == "The same files as a."


def test_reports_that_name_no_file_are_not_copies():
    assert without_copies(ENTRIES, {"a": {}, "e": {}}) == ENTRIES
