"""Absolute paths of another machine, and images that lie where somebody says."""

import pytest

from radaudit.core.errors import UsageError
from radaudit.drafting.make import draft
from radaudit.study.load import load_study
from tests.made_repositories import picture, table

ROWS = range(1, 7)


def pairs(root, image, mask):
    """A table that was made on another machine; the files' names hold no id."""
    rows = [
        {"PatientID": f"K-{9 - n}", "Image": image.format(n), "Mask": mask.format(n), "outcome": n % 2} for n in ROWS
    ]
    table(root, "clinical.csv", rows)
    for n in ROWS:
        for kind in ("ct", "roi"):
            picture(root, f"scans/{n:03d}/{kind}.nrrd")


@pytest.mark.parametrize(
    ("image", "mask"),
    [
        ("/home/mueller/nas/scans/{:03d}/ct.nrrd", "/home/mueller/nas/scans/{:03d}/roi.nrrd"),
        (r"C:\Users\DELL\scans\{:03d}\ct.nrrd", r"C:\Users\DELL\scans\{:03d}\roi.nrrd"),
    ],
)
def test_paths_of_another_machine_are_told_by_their_ends(tmp_path, image, mask):
    pairs(tmp_path, image, mask)
    made = draft(tmp_path)
    assert made.values["images.image"] == {"column": "radaudit_image"}
    assert made.values["images.mask"] == {"column": "radaudit_mask"}
    [own] = made.tables
    assert [row[-2:] for row in own.rows] == [(f"scans/{n:03d}/ct.nrrd", f"scans/{n:03d}/roi.nrrd") for n in ROWS]
    assert any("absolute paths in 'Image' of" in remark for remark in made.remarks)
    (tmp_path / "radaudit.yaml").write_text(made.text)
    load_study(tmp_path)


def test_an_end_that_two_files_share_means_neither(tmp_path):
    """Every path ends with ct.nrrd, and no folder in it is one of the study's."""
    pairs(tmp_path, "/data/{:04d}/ct.nrrd", "/data/{:04d}/roi.nrrd")
    assert draft(tmp_path).tables == ()


def test_images_where_somebody_says(tmp_path):
    """In a folder that is left out otherwise, and beside others that are not meant."""
    table(tmp_path, "clinical.csv", [{"PatientID": f"R-{n:02d}", "outcome": n % 2} for n in ROWS])
    for n in ROWS:
        for place in ("old/scans", ".dvc_data/build/scans"):
            picture(tmp_path, f"{place}/R-{n:02d}.nrrd")
    assert draft(tmp_path).values["images.image"] == "old/scans/{PatientID}.nrrd"
    said = draft(tmp_path, data=tmp_path / ".dvc_data/build").values
    assert said["images.image"] == ".dvc_data/build/scans/{PatientID}.nrrd"


def test_a_folder_without_images_is_said_to_be_so(tmp_path):
    table(tmp_path, "clinical.csv", [{"PatientID": f"R-{n:02d}", "outcome": n % 2} for n in ROWS])
    (tmp_path / "scans").mkdir()
    assert any("no image was found" in own for own in draft(tmp_path, data=tmp_path / "scans").remarks)


def test_images_elsewhere_are_refused_with_what_to_do(tmp_path):
    study, images = tmp_path / "study", tmp_path / "images"
    study.mkdir()
    images.mkdir()
    (study / "link").symlink_to(images)
    for place in (images, study / "link"):
        with pytest.raises(UsageError, match=f"radaudit init {tmp_path} --data-root"):
            draft(study, data=place)
    with pytest.raises(UsageError, match="copy or mount the images inside"):
        draft(study, data=tmp_path.__class__("/usr"))
    with pytest.raises(UsageError, match="no such folder"):
        draft(study, data=study / "nothing")
