import numpy as np
import pytest

from radaudit.core.errors import DataError, NotApplicable, Unavailable
from tests.made_study import CASES, draw, with_settings, write_volume


def test_every_case_is_extracted_in_the_cohorts_order(make_study, pictures):
    found = make_study(images=True).evidence("extraction")
    assert found.cases == CASES
    assert found.names == tuple(pictures.features()[0])
    assert found.values[3].tolist() == list(pictures.features()[3].values())
    assert (found.failures, found.warnings) == ({}, {})


def test_one_case_that_fails_leaves_the_others(make_study):
    made = make_study(images=True)
    write_volume(made.root / "masks/c02.nrrd", np.zeros_like(draw(1)[1]))
    (made.root / "images/c04.nrrd").unlink()
    found = made.evidence("extraction")
    assert found.failures["c02"] == "the mask is empty: no voxel is marked"
    assert "there is no file 'images/c04.nrrd'" in found.failures["c04"]
    assert list(found.failures) == ["c02", "c04"]
    assert len(found.cases) == len(found.values) == 10


def test_each_case_is_extracted_under_its_own_label(make_study, pictures):
    def label(rows):
        for row in rows:
            row["marks"] = 3 if row["case"] == "c02" else 1

    made = make_study(images=True, cohort=label, manifest=lambda said: said["images"].update(label={"column": "marks"}))
    write_volume(made.root / "masks/c02.nrrd", 3 * draw(1)[1])
    bench = made.bench()
    found = bench.get("extraction")
    assert found.failures == {}
    assert found.values[1].tolist() == list(pictures.features()[1].values())
    assert bench.get("settings").label_given
    assert bench.get("recovery").status == "declared"


def test_remarks_of_pyradiomics_are_kept(make_study):
    made = make_study(images=True, parameters=with_settings() | {"featureClass": {"shape2D": [], "firstorder": []}})
    found = made.evidence("extraction")
    assert set(found.warnings) == set(CASES)
    assert "shape2D" in found.warnings["c01"][0]


def test_no_masks_no_images(make_study):
    with pytest.raises(Unavailable, match="no masks"):
        make_study(images=True, manifest=lambda said: said["images"].pop("mask")).evidence("extraction")
    with pytest.raises(Unavailable, match="no images"):
        make_study().evidence("extraction")


class TestLabel:
    @pytest.mark.parametrize(
        ("manifest", "file", "label", "given"),
        [(3, 2, 3, True), (None, 2, 2, True), (None, None, 1, False), (1, 2, 1, True)],
    )
    def test_the_manifest_over_the_parameter_file_over_one(self, make_study, manifest, file, label, given):
        parameters = with_settings()
        parameters["setting"].pop("label")
        parameters["setting"] |= {} if file is None else {"label": file}

        def declare(said):
            said["images"].pop("label")
            said["images"] |= {} if manifest is None else {"label": manifest}

        made = make_study(images=True, manifest=declare, parameters=parameters)
        assert made.evidence("label") == label
        settings = made.evidence("settings")
        assert (settings.label, settings.label_given) == (label, given)

    def test_parameters_in_the_manifest(self, make_study):
        made = make_study(manifest=lambda said: said["features"].update(settings={"setting": {"label": 4}}))
        assert made.evidence("label") == 4
        assert made.evidence("settings").path == ""


class TestSettings:
    def test_none(self, make_study):
        with pytest.raises(Unavailable, match="names no extraction parameters"):
            make_study(manifest=lambda said: said["features"].pop("settings")).evidence("settings")

    @pytest.mark.parametrize("text", ["setting: {binWidht: 25}", "imageType: {Wavelets: {}}", "[1, 2]"])
    def test_a_file_that_pyradiomics_refuses(self, make_study, text):
        made = make_study()
        made.write("params.yaml", text)
        with pytest.raises(DataError, match=r"^params\.yaml"):
            made.evidence("settings")

    def test_a_refused_mapping_in_the_manifest_has_its_line(self, make_study):
        made = make_study(manifest=lambda said: said["features"].update(settings={"setting": {"binWidht": 4}}))
        with pytest.raises(DataError, match=r"^radaudit\.yaml:\d+"):
            made.evidence("settings")


class TestComparison:
    def test_over_the_cases_that_both_have(self, make_study):
        made = make_study(images=True, features=lambda rows: rows[3:])
        (made.root / "images/c12.nrrd").unlink()
        table = made.evidence("comparison")
        assert table.cases == CASES[3:11]
        assert all(feature.relation == "identical" for feature in table.features)

    def test_nothing_extracted(self, make_study):
        made = make_study(images=True)
        for path in (made.root / "images").iterdir():
            path.unlink()
        with pytest.raises(Unavailable, match="No case could be extracted"):
            made.evidence("comparison")

    def test_no_case_in_common(self, make_study):
        made = make_study(images=True, features=lambda rows: rows[:2])
        for case in CASES[:2]:
            (made.root / f"images/{case}.nrrd").unlink()
        with pytest.raises(NotApplicable):
            made.evidence("comparison")
