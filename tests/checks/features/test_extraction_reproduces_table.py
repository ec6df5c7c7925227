import dataclasses

import numpy as np
import pytest

from radaudit.auditing import checks
from radaudit.checks.features.extraction_reproduces_table import extraction_reproduces_table
from radaudit.core.finding import Outcome
from tests.made_evidence import only, told
from tests.made_study import CASES, draw, with_settings, write_volume


@pytest.fixture
def judge(make_study):
    """Audit a study whose images give the table, unless something is changed."""

    def run(**options):
        made = make_study(images=True, **options)
        bench = made.bench()
        return list(bench.call(checks()["features/extraction-reproduces-table"]))

    return run


def test_a_table_that_comes_out_again(judge):
    finding = only(judge(), "pass")
    assert finding.message.startswith("All 107 features of all 12 cases agree; 107 features bit for bit")
    assert finding.values["identical"] == finding.values["features"] == 107


def test_a_rounded_table_agrees_as_far_as_it_shows(judge):
    def shorten(rows):
        return [{k: v if k == "case" else f"{v:.2f}" for k, v in row.items()} for row in rows]

    finding = only(judge(features=shorten), "pass")
    assert "as far as the table shows them (2 decimals)" in finding.message


def test_other_bins(judge):
    finding = only(judge(parameters=with_settings(binWidth=10)))
    assert finding.code == "discretisation"
    assert "bin width 10" in finding.message
    assert finding.values["deviating"] == len(finding.rows)
    assert finding.values["deviating"] + finding.values["agreeing"] == finding.values["compared"] == 107
    assert finding.where == ()
    assert [plot.kind for plot in finding.plots] == ["bars"]
    assert set(finding.rows[0]) >= {"feature", "relation", "largest relative deviation", "CCC", "ICC(2,1)"}


def test_the_tables_own_diagnostics_are_heard(judge):
    def note(rows):
        settings = str({"binWidth": 25, "normalize": False})
        noted = {"diagnostics_Configuration_Settings": settings, "diagnostics_Versions_PyRadiomics": "v2.1.0"}
        return [{**row, **noted} for row in rows]

    changed, finding = judge(parameters=with_settings(binWidth=10), features=note)
    assert (changed.outcome, changed.code) == ("unknown", "definition-changed")
    assert {row["feature"] for row in changed.rows} >= {"original_firstorder_Entropy"}
    assert "original_firstorder_Entropy" not in {row["feature"] for row in finding.rows}
    assert "binWidth was 25 when the table was made, but is declared as 10" in finding.message
    assert "made with pyradiomics v2.1.0; releases before 2.2 give other values" in finding.message


def test_one_case_that_differs_has_its_place(judge):
    def swap(rows):
        return [{**rows[5], "case": "c03"} if row["case"] == "c03" else row for row in rows]

    finding = only(judge(features=swap))
    assert finding.code == "case-differs"
    assert [place.line for place in finding.where] == [4]
    assert {row["case"] for row in finding.rows} == {"c03"}
    assert finding.plots == ()


def test_cells_that_hold_no_number_and_columns_that_nobody_extracts(judge):
    def spoil(rows):
        rows[1]["original_glcm_Contrast"] = "high"
        return [{**row, "log-sigma-3-0-mm-3D_glcm_Contrast": 1.0} for row in rows]

    findings = judge(features=spoil)
    assert told(findings) == [("fail", "not-a-number"), ("fail", "not-extracted"), ("pass", "")]
    assert findings[0].rows == ({"case": "c02", "feature": "original_glcm_Contrast", "cell": "high"},)
    assert findings[0].where[0].line == 3
    assert findings[1].message == (
        "1 reported features are not what the declared parameters extract: they are of image types that are not "
        "enabled (log-sigma-3-0-mm-3D)."
    )


def test_a_column_of_no_tool_is_not_called_an_image_type(judge):
    def rename(rows):
        return [{"case": row["case"], "mine": 1.0, "original_glcm_Idm": row["original_glcm_Idm"]} for row in rows]

    found = judge(features=rename, manifest=lambda said: said["features"].update(columns=["mine", "original*"]))
    assert found[0].message == "1 reported features are not what the declared parameters extract."


def test_nothing_to_compare_is_no_agreement(make_study):
    bench = make_study(images=True).bench()
    reported, comparison, settings = (bench.get(name) for name in ("reported", "comparison", "settings"))
    nothing = [dataclasses.replace(f, relation="no value", cases=0) for f in comparison.features]
    empty = dataclasses.replace(
        comparison, features=tuple(nothing), deviates=np.zeros((len(CASES), len(nothing)), dtype=bool)
    )
    finding = only(extraction_reproduces_table(reported, empty, settings, None), Outcome.UNKNOWN)
    assert finding.message == "None of 107 features has a value in both tables."


def test_without_images_it_is_not_known(make_study):
    report = make_study().audit(select=["features/extraction-reproduces-table"])
    assert told(report.results[0].findings) == [("unknown", "unavailable")]


def test_a_mask_moved_on_its_own_grid_is_told(make_study):
    made = make_study(images=True)
    write_volume(made.root / "masks/c02.nrrd", np.roll(draw(1)[1], 1, axis=0))
    findings = made.bench().call(checks()["features/extraction-reproduces-table"])
    finding = only(findings)
    assert finding.code == "case-differs"
    assert "The table has all features of its mask moved by (0, 0, -1) voxels along x, y, z" in finding.message
