"""The terminal report: readable at 80 columns, without colour, and deaf to escape sequences."""

import io
from dataclasses import replace

import pytest
from attacks import LONG, hostile_report
from reference import reference_report
from rich.console import Console

from radaudit.core.report import Report
from radaudit.render.terminal import render_terminal


def printed(report: Report, width: int = 80, encoding: str = "utf-8", verbose: bool = False, **options: object) -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    render_terminal(report, Console(file=file, width=width, **options), verbose)
    file.flush()
    return file.buffer.getvalue().decode(encoding)


def test_the_verdict_comes_first_then_failures_by_severity():
    text = printed(reference_report())
    parts = [
        "INCOMPLETE",
        "CRITICAL",
        "leakage/patient-overlap",
        "MAJOR",
        "MINOR",
        "NOTE",
        "COULD NOT BE RUN",
        "WAIVED",
    ]
    parts += ["UNKNOWN 3", "PASSED 5", "NOT APPLICABLE 1", "CHECKLISTS", "claimed 15"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "4 fail (1 critical, 1 major, 1 minor, 1 note)" in text


def test_a_failure_tells_message_code_place_and_first_rows():
    text = printed(reference_report())
    assert "shared-patient · proved · data/clinical.csv:18–44" in text
    assert "P004" in text
    assert "P005" not in text.partition("MAJOR")[0]
    assert "12 more rows in the report" in text
    assert "295 more rows and 1 more column in the report" in text


def test_a_check_is_listed_once_and_unknowns_share_a_reason():
    text = printed(reference_report(), width=120)
    assert text.count("The study names no estimator.") == 1
    assert "2 checks: model/rerun, model/seeds" in text
    assert text.count("leakage/near-duplicates") == 1


def test_it_ends_with_the_verdict_and_the_next_step():
    *_, verdict, step = printed(reference_report(), width=400).splitlines()
    assert "INCOMPLETE  " in verdict
    assert "'radaudit explain leakage/patient-overlap'" in step
    assert "'radaudit plan STUDY'" in step


def test_verbose_shows_what_else_there_is():
    short, long = (printed(reference_report(), width=200, verbose=own) for own in (False, True))
    told = [text for result in reference_report().results for own in result.findings for text in own.benign]
    assert told
    assert not any(text in short for text in told)
    assert any(f"It could also be: {text}" in long for text in told)
    assert "P005" in long.partition("MAJOR")[0]
    passed = next(own for own in reference_report().results if own.outcome == "pass")
    assert f"{passed.check}: {passed.title} ({passed.seconds:.1f} s)" in long


def test_names_of_checks_are_never_cut():
    result = next(own for own in reference_report().results if own.check == "model/rerun")
    names = [f"model/a-check-with-a-long-name-{n}" for n in range(40)]
    many = replace(reference_report(), results=tuple(replace(result, check=name) for name in names))
    assert all(name in printed(many, width=100) for name in names)


def test_scores_are_told_three_ways_with_their_range():
    text = printed(reference_report(), width=120)
    assert "claimed 15 · supported 6 · not contradicted 11 · possible -2 to 17.5 of 36" in text
    assert "claimed – · supported 12" in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    for report in (reference_report(), hostile_report()):
        assert max(len(line) for line in printed(report, width).splitlines()) <= width


def test_the_study_can_not_send_escape_sequences_or_markup():
    text = printed(hostile_report())
    assert not [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u2066"]
    assert r"\x1b[31mred" in text
    assert "[bold red]not markup[/]" in " ".join(text.replace("│", " ").split())
    assert ":boom:" in text
    assert LONG[:200] not in text


def test_colour_is_only_decoration(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    plain = printed(reference_report(), force_terminal=True)
    assert "\x1b[31m" not in plain
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = printed(reference_report(), force_terminal=True, color_system="standard")
    assert "\x1b[1;31m" in coloured
    assert "✗ leakage/patient-overlap" in plain


def test_a_poor_encoding_is_enough():
    text = printed(reference_report(), encoding="ascii")
    assert "x leakage/patient-overlap" in text
    assert "+-" in text
    hostile = printed(hostile_report(), encoding="cp1252")
    assert r"\u202e" in hostile
