"""From reports to a survey."""

from dataclasses import replace

import pytest
from reference import reference_report

from radaudit.core.surveyed import Entry
from radaudit.surveying.make import make


def survey(levels=("holds", "fails"), fails=(False, True), stage="included", **options):
    report = reference_report()
    names = [f"s{index}" for index in range(len(levels))]
    entries = [
        Entry(name, "included", "report", level=level, fails=fail)
        for name, level, fail in zip(names, levels, fails, strict=True)
    ]
    if stage != "included":
        entries.append(Entry("z", stage, why="missing"))
    files = {name: replace(report.provenance, files={"radaudit.yaml": name}) for name in names}
    reports = {name: replace(report, provenance=own) for name, own in files.items()}
    return make("all", entries[::-1], options.pop("reports", reports), len(entries), **options)


def test_entries_are_told_by_name_and_all_rows_are_there():
    own = survey()
    assert [entry.name for entry in own.entries] == ["s0", "s1"]
    assert {row.study for row in own.items} == {row.study for row in own.checks} == {"s0", "s1"}
    assert [one.checklist for one in own.instruments] == ["claim-2024", "metrics", "rqs-2017"]
    assert own.remarks == ()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, 0),
        ({"gated": True}, 1),
        ({"gated": True, "fails": (False, False)}, 0),
        ({"gated": True, "stage": "excluded"}, 3),
        ({"stage": "not retrieved"}, 3),
        ({"stage": "duplicate"}, 0),
        ({"levels": ("holds", "incomplete")}, 3),
    ],
)
def test_how_it_ends(options, code):
    assert survey(**options).exit_code == code


def test_reports_made_in_different_ways_are_told():
    report = reference_report()
    made = replace(report.provenance, radaudit="9.9", command="radaudit audit s1 --trust", policy={}, files={"a": "1"})
    own = survey(reports={"s0": report, "s1": replace(report, provenance=made)})
    assert [remark.split(":")[0].split(".")[0] for remark in own.remarks] == [
        "The reports were made with different versions of radaudit",
        "The reports were made with different policies",
        "The reports were made with different options",
    ]
    assert "9.9 (1)" in own.remarks[0]
    assert "--trust (1)" in own.remarks[2]
