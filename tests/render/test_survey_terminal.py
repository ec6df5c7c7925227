"""A survey on the terminal."""

import io

from reference_survey import hostile_survey, reference_survey
from rich.console import Console

from radaudit.render.survey_terminal import render_survey_terminal


def shown(survey):
    console = Console(file=io.StringIO(), width=140, color_system=None)
    render_survey_terminal(survey, console)
    return console.file.getvalue()


def test_the_flow_the_studies_and_what_fails_most():
    text = shown(reference_survey())
    assert "5 found, 1 duplicates, 1 not retrieved, 1 excluded, 2 included" in text
    assert "torn: the audit broke. radaudit.yaml:3: is not valid YAML" in text
    assert "15, 6 of 36" in text
    assert "Radiomics Quality Score: claimed, median 15 (15 to 15); supported, median 6 (6 to 6)" in text
    assert "leakage/patient-overlap" in text


def test_text_of_studies_does_nothing():
    text = shown(hostile_survey())
    assert "\x1b" not in text
    assert "[bold red]not markup" in text
