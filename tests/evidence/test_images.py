import shutil

import numpy as np
import pytest

from radaudit.core.errors import ManifestError, Unavailable
from tests.made_study import CASES, draw, write_volume


def column(name, value):
    def apply(rows):
        for row in rows:
            row[name] = value(row["case"])

    return apply


@pytest.fixture
def looked(make_study, tmp_path):
    """The image index of a study, and the engine that made it with an empty store."""

    def look(spoil=lambda root: None, **options):
        made = make_study(images=True, **options)
        spoil(made.root)
        bench = made.bench(store=tmp_path / "empty")
        return bench.get("images"), bench.get("compute")

    return look


def test_a_pattern_over_cohort_columns(looked):
    images, _ = looked()
    assert tuple(images.cases) == CASES
    own = images.cases["c02"]
    assert (own.image_name, own.mask_name, own.problem) == ("images/c02.nrrd", "masks/c02.nrrd", "")
    assert own.facts["voxels"] == int(draw(1)[1].sum())
    assert (images.label, images.masked, images.place("c02").path) == (1, True, "images/c02.nrrd")


def test_a_column_that_holds_the_paths(looked):
    images, _ = looked(
        cohort=column("file", lambda case: f"images/{case}.nrrd"),
        manifest=lambda said: said["images"].update(image={"column": "file"}),
    )
    assert images.cases["c03"].image_name == "images/c03.nrrd"
    assert not any(own.problem for own in images.cases.values())


def test_files_that_are_missing_lie_outside_or_have_no_name(looked):
    names = {"c01": "images/nobody.nrrd", "c02": "../../secret.nrrd", "c03": "", "c04": "/etc/passwd"}
    images, _ = looked(
        cohort=column("file", lambda case: names.get(case, f"images/{case}.nrrd")),
        manifest=lambda said: said["images"].update(image={"column": "file"}),
    )
    said = {case: own.problem for case, own in images.cases.items() if own.problem}
    assert set(said) == set(names)
    assert "there is no file 'images/nobody.nrrd'" in said["c01"]
    assert "leads out of the study's folder" in said["c02"]
    assert said["c03"] == "the cohort table gives no image for it"
    assert "is absolute" in said["c04"]
    assert all(images.cases[case].image is None and not images.cases[case].facts for case in names)


def test_a_link_that_leads_out_is_not_followed(looked, tmp_path):
    outside = write_volume(tmp_path / "elsewhere.nrrd", draw(0)[0])

    def spoil(root):
        (root / "images/c01.nrrd").unlink()
        (root / "images/c01.nrrd").symlink_to(outside)

    images, _ = looked(spoil)
    assert "leads out of the study's folder" in images.cases["c01"].problem


def test_a_damaged_file_is_that_cases_problem(looked):
    images, _ = looked(lambda root: (root / "images/c05.nrrd").write_bytes(b"NRRD0004\nnonsense"))
    assert [case for case, own in images.cases.items() if own.problem] == ["c05"]
    assert "c05.nrrd" in images.cases["c05"].problem
    assert "/" not in images.cases["c05"].problem


def test_equal_images_are_decoded_once(looked):
    def spoil(root):
        for case in CASES[1:]:
            for kind in ("images", "masks"):
                shutil.copyfile(root / kind / "c01.nrrd", root / kind / f"{case}.nrrd")

    images, compute = looked(spoil)
    assert compute.done == {"Inspect": 1}
    assert len({own.facts["digest"] for own in images.cases.values()}) == 1


def test_without_masks(looked):
    images, _ = looked(manifest=lambda said: said["images"].pop("mask"))
    assert not images.masked
    assert "digest" in images.cases["c01"].facts
    assert "voxels" not in images.cases["c01"].facts


def test_the_label_is_what_is_looked_for(looked):
    images, _ = looked(
        lambda root: write_volume(root / "masks/c02.nrrd", 2 * np.asarray(draw(1)[1])),
        manifest=lambda said: said["images"].update(label=2),
    )
    assert "voxels" in images.cases["c02"].facts
    assert "label 2 is not in the mask" in images.cases["c01"].facts["roi_problem"]


def test_a_column_of_labels(looked):
    labels = {"c01": "2", "c02": "1.0", "c03": "", "c04": "0", "c05": "one"}
    images, _ = looked(
        lambda root: write_volume(root / "masks/c01.nrrd", 2 * np.asarray(draw(0)[1])),
        cohort=column("marks", lambda case: labels.get(case, 1)),
        manifest=lambda said: said["images"].update(label={"column": "marks"}),
    )
    assert {case: images.cases[case].label for case in ("c01", "c02", "c06")} == {"c01": 2, "c02": 1, "c06": 1}
    assert images.cases["c01"].facts["voxels"] == int(draw(0)[1].sum())
    assert {case: own.problem for case, own in images.cases.items() if own.problem} == {
        "c03": "the cohort table gives no mask label for it",
        "c04": "its mask label '0' is no whole number from 1 on",
        "c05": "its mask label 'one' is no whole number from 1 on",
    }


@pytest.mark.parametrize("roi", ["GTV-{lesion}", {"column": "lesion"}, "GTV-1"])
def test_names_of_rois(looked, roi):
    names = {"c01": "1", "c02": ""}
    images, _ = looked(
        cohort=column("lesion", lambda case: names.get(case, "2")),
        manifest=lambda said: said["images"].update(roi=roi),
    )
    said = {case: images.cases[case].roi for case in ("c01", "c02", "c03")}
    problem = "the cohort table gives no name of an ROI for it"
    if roi == "GTV-1":
        assert said == dict.fromkeys(said, "GTV-1")
    else:
        prefix = "GTV-" if isinstance(roi, str) else ""
        assert said == {"c01": f"{prefix}1", "c02": None, "c03": f"{prefix}2"}
        assert [case for case, own in images.cases.items() if own.problem == problem] == ["c02"]


def test_no_images(make_study):
    with pytest.raises(Unavailable, match="gives no images"):
        make_study().evidence("images")


def test_a_pattern_over_a_column_that_is_not_there(make_study):
    made = make_study(images=True, manifest=lambda said: said["images"].update(image="images/{scan}.nrrd"))
    with pytest.raises(ManifestError, match=r"radaudit.yaml:\d+: 'images.image' names the column 'scan'"):
        made.evidence("images")


def test_one_folder_for_all_cases(make_study):
    """A folder without a pattern is one series for every case: each is looked at; its digest is in the report."""
    made = make_study(manifest=lambda said: said.update(images={"image": "scan"}))
    made.write("scan/slice.dcm", "no DICOM")
    own = made.evidence("images").cases["c01"]
    assert own.image_name == "scan"
    assert own.problem
    report = made.audit(select=["leakage/identical-images"])
    assert report.provenance.files["scan"] == f"sha256:{own.image.sha256}"
