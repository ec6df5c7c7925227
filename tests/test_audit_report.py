"""The report of one whole audit: the same every time, plain, and without a trace of this machine."""

import dataclasses
import json
from pathlib import PurePosixPath

import numpy as np
import pytest

from radaudit.core.finding import passed
from radaudit.core.plot import Plot, Series
from radaudit.core.report import Report
from tests.made_study import draw, write_study, write_volume

CLAIMS = [
    {"id": "n", "metric": "n", "value": 12},
    {"id": "auc", "model": "signature", "metric": "auc", "set": "test", "value": 0.99, "ci": [0.9, 1.0]},
    {"id": "brier", "model": "signature", "metric": "brier", "set": "test", "value": 0.1},
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory, pictures):
    """One study with faults of many kinds, audited by one process and by two, each from an empty store."""

    def spoil(rows):
        rows[3]["original_glcm_Contrast"] = "high"
        rows[9] = {**rows[1], "case": "c10"}
        return rows[:-1]

    folder = tmp_path_factory.mktemp("whole")
    made = write_study(
        folder / "study", pictures, images=True, features=spoil, manifest=lambda said: said.update(claims=CLAIMS)
    )
    (made.root / "images/c05.nrrd").unlink()
    (made.root / "images/c06.nrrd").write_bytes(b"NRRD0004\ndamaged")
    write_volume(made.root / "masks/c07.nrrd", np.zeros_like(draw(0)[1]))
    write_volume(made.root / "masks/c08.nrrd", draw(7)[1], origin=3.0)
    (made.root / "images/c12.nrrd").write_bytes((made.root / "images/c02.nrrd").read_bytes())
    reports = [made.audit(jobs=jobs, trust=True, store=folder / f"store{jobs}") for jobs in (1, 2)]
    return made, *reports


def test_one_process_and_two_say_the_same(whole):
    def steady(report):
        content = json.loads(report.to_json())
        content["provenance"].pop("run")
        for result in content["results"]:
            result.pop("seconds")
        return content

    _, one, two = whole
    assert steady(one) == steady(two)


def test_it_comes_back_whole_from_json(whole):
    _, report, _ = whole
    text = report.to_json()
    assert Report.from_json(text).to_json() == text


def test_a_value_that_json_does_not_know_becomes_null_and_is_read_back(whole):
    _, report, _ = whole
    plot = Plot("lines", "t", "x", "y", (Series("s", (0.0, float("nan")), (float("inf"), 1.0)),))
    odd = passed("odd", plots=[plot], rows=[{"icc": float("nan")}], value=float("inf"))
    first = dataclasses.replace(report.results[0], findings=(odd,))
    text = dataclasses.replace(report, results=(first,)).to_json()
    assert "NaN" not in text
    assert Report.from_json(text).to_json() == text


def test_nothing_broke_and_each_fault_was_found(whole):
    _, report, _ = whole
    assert report.verdict.level == "fails"
    codes = {result.check: {finding.code for finding in result.findings} for result in report.results}
    assert codes["features/all-cases-extracted"] >= {"case-failed"}
    assert codes["features/mask-and-image-agree"] == {"geometry-mismatch"}
    assert codes["leakage/identical-images"] == {"shared-image", "not-compared"}
    assert codes["leakage/duplicate-rows"] == {"shared-row"}
    assert codes["cohort/case-ids-agree"] == {"case-without-features"}
    assert "not-a-number" in codes["features/extraction-reproduces-table"]


def test_every_place_is_a_file_of_the_study(whole):
    made, report, _ = whole
    places = [p for result in report.results for finding in result.findings for p in finding.where]
    assert places
    for place in places:
        path = PurePosixPath(place.path)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert (made.root / path).is_file() or place.path == "images/c05.nrrd"


def test_no_path_of_this_machine_is_in_it(whole):
    made, report, _ = whole
    text = report.to_json()
    assert str(made.root) not in text
    assert str(made.root.parent) not in text
    assert "/site-packages" not in text


def test_the_files_that_decided_are_digested(whole):
    _, report, _ = whole
    files = report.provenance.files
    wanted = {"radaudit.yaml", "cohort.csv", "features.csv", "params.yaml", "code/model.py", "images/c01.nrrd"}
    assert wanted <= set(files)
    assert "images/c05.nrrd" not in files
    assert all(digest.startswith("sha256:") for digest in files.values())
    assert list(files) == sorted(files)


def test_a_second_audit_does_no_job(whole):
    made, _, two = whole
    again = made.audit(jobs=1, trust=True, store=made.root.parent / "store2")
    done, before = (report.provenance.run["jobs done"] for report in (again, two))
    assert done == {}
    assert before["Refit"] > 0
    assert again.results[0].findings == two.results[0].findings


def test_it_says_what_was_audited_and_how(whole):
    _, report, _ = whole
    assert report.study["title"] == "A made study"
    assert report.study["manifest"] == "radaudit.yaml"
    assert report.provenance.policy["select"] == ["*"]
    assert report.provenance.libraries["numpy"] == np.__version__
    assert report.provenance.seeds == {"models": 0}
