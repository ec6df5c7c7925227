"""A survey as tables."""

import csv
import io

import pandas as pd
import pytest
from reference_survey import hostile_survey, reference_survey

from radaudit.render.survey_csv import tables


@pytest.fixture(scope="module")
def read():
    return {name: pd.read_csv(io.StringIO(text)) for name, text in tables(reference_survey()).items()}


def test_there_is_a_row_for_each_study_and_item(read):
    table = read["survey.csv"]
    assert len(table) == 2 * (4 + 1 + 6)
    own = table[(table.study == "alpha") & (table.checklist == "rqs-2017") & (table["item"].astype(str) == "1")].iloc[0]
    assert (own.claimed, own.supported, own.basis, own.reason) == (2, 1, "contradicted", own.reason)
    assert own.reason == "contradicted by what the study gives"
    assert own.evidence.startswith("features/settings-stated: pass")
    assert own.pointer == "p. 4"


def test_there_is_a_row_for_each_study_found_with_all_checklists_side_by_side(read):
    table = read["survey_scores.csv"].set_index("study")
    assert list(table.stage) == ["included", "included", "duplicate", "not retrieved", "excluded"]
    assert table.loc["torn", "told"] == "radaudit.yaml:3: is not valid YAML"
    assert (table.loc["beta", "rqs-2017 claimed"], table.loc["beta", "rqs-2017 supported"]) == (15, 6)
    assert table.loc["beta", "rqs-2017 not contradicted"] == 11
    assert table.loc["beta", "metrics percent"] == 25
    assert table.loc["late"].filter(like="rqs").isna().all()


def test_there_is_a_row_for_each_study_and_check(read):
    table = read["survey_checks.csv"].set_index(["study", "check"])
    assert table.loc[("alpha", "leakage/patient-overlap"), "codes"] == "shared-patient"
    assert set(table.outcome) == {"pass", "fail", "unknown", "error", "not_applicable"}


def test_domains_have_the_figures_of_a_review(read):
    table = read["survey_domains.csv"].set_index(["checklist", "domain", "what", "unit"])
    own = table.loc[("metrics", "Design", "supported", "%")]
    assert (own.studies, own["median"], own["mean"], own.ideal) == (2, 25, 25, 75)
    assert (own["items met"], own["items asked"]) == (2, 6)


def test_no_cell_of_a_hostile_study_is_a_formula():
    for text in tables(hostile_survey()).values():
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")]
        assert all(cell[1:].replace(".", "").isdigit() for cell in cells if cell.startswith("-"))
