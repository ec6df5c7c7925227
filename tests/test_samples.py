"""Making the sample studies: whole or not at all, once, the same each time, with the faults that they promise."""

import csv
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import yaml

from radaudit import samples
from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed, UsageError
from radaudit.features.radiomics import Extract
from radaudit.images.inspect import mismatch, roi_of
from radaudit.images.read import read_volume
from radaudit.resources import shipped
from radaudit.samples import make_sample, sample_names
from radaudit.study.load import load_study


def table(study: Path, name: str) -> list[dict[str, str]]:
    with (study / "data" / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A shipped folder with one sample that writes one file, with the help of a shared module."""
    root = tmp_path / "shipped"
    (root / "tiny" / "code").mkdir(parents=True)
    (root / "shared.py").write_text("TEXT = 'made'\n")
    (root / "tiny" / "radaudit.yaml").write_text("schema: radaudit/1\n")
    (root / "tiny" / "code" / "model.py").write_text("")
    (root / "tiny" / "make.py").write_text(
        "import sys, pathlib, shared\n"
        "pathlib.Path(sys.argv[1], 'data').mkdir()\n"
        "pathlib.Path(sys.argv[1], 'data', 'table.csv').write_text(shared.TEXT)\n"
    )
    monkeypatch.setattr(samples, "shipped", lambda folder: root)
    monkeypatch.setattr(samples, "_cache", lambda: tmp_path / "cache")
    return root


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_sample_is_made_from_its_files_and_its_script(tiny):
    study = make_sample("tiny")
    files = {path.relative_to(study).as_posix() for path in study.rglob("*") if path.is_file()}
    assert files == {"radaudit.yaml", "code/model.py", "data/table.csv", samples.STAMP}
    assert (study / "data/table.csv").read_text() == "made"
    assert leftovers(study.parent) == [study.name]


def test_the_second_call_runs_nothing(tiny, monkeypatch):
    study = make_sample("tiny")
    monkeypatch.setattr(samples, "_make", lambda *given: pytest.fail("made again"))
    assert make_sample("tiny") == study


@pytest.mark.parametrize("changed", ["shared.py", "tiny/make.py", "tiny/radaudit.yaml"])
def test_another_version_gets_another_folder(tiny, changed):
    before = make_sample("tiny")
    with (tiny / changed).open("a") as stream:
        stream.write("# changed\n")
    assert make_sample("tiny") != before


def test_other_libraries_get_another_folder(tiny, monkeypatch):
    before = make_sample("tiny")
    monkeypatch.setattr(samples, "version", lambda library: "0")
    assert make_sample("tiny") != before


def test_a_script_that_fails_leaves_nothing(tiny):
    with (tiny / "tiny" / "make.py").open("a") as stream:
        stream.write("raise SystemExit('no luck')\n")
    with pytest.raises(UsageError, match=r"'tiny' can't be made here: its make\.py ended with 'no luck'"):
        make_sample("tiny")
    assert leftovers(samples._cache()) == []


def test_a_half_made_folder_is_not_used(tiny):
    study = make_sample("tiny")
    (study / samples.STAMP).unlink()
    (study / "data/table.csv").write_text("half")
    with pytest.raises(UsageError, match="is not empty"):
        make_sample("tiny")
    shutil.rmtree(study)
    assert (make_sample("tiny") / "data/table.csv").read_text() == "made"


def test_a_given_folder_may_be_new_or_empty_but_not_occupied(tiny, tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        assert make_sample("tiny", tmp_path / name) == tmp_path / name
        assert (tmp_path / name / "data/table.csv").is_file()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="is not empty"):
        make_sample("tiny", tmp_path / "mine")
    assert leftovers(tmp_path / "mine") == ["thesis.txt"]
    (tiny / "shared.py").write_text("TEXT = 'other'\n")
    with pytest.raises(UsageError, match="another version"):
        make_sample("tiny", tmp_path / "new")


def test_a_place_that_cannot_be_written_is_said(tiny, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can't be written to"):
        make_sample("tiny", tmp_path / "file" / "study")


def test_two_at_once_agree(tiny):
    with ThreadPoolExecutor(4) as pool:
        studies = set(pool.map(make_sample, ["tiny"] * 4))
    assert len(studies) == 1
    assert leftovers(samples._cache()) == [studies.pop().name]


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(
        UsageError, match=r"no sample study 'wbdc'; choose one of: .*phantoms_broken, .*, wdbc, wdbc_weak"
    ):
        make_sample("wbdc")


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_is_a_study_with_an_expectation(name):
    study = make_sample(name)
    info = load_study(study).manifest.cohort
    expected = yaml.safe_load((study / "expected.yaml").read_text())
    assert expected.keys() == {"exit_code", "checks"}
    cases = table(study, "cohort.csv")
    known = {row[column] for row in cases for column in (info.case, info.patient) if column}
    for check in expected["checks"].values():
        assert check.keys() <= {"outcome", "codes", "rows", "needs"}
        assert (check["outcome"] == "fail") == bool(check.get("codes"))
        for column in ("case", "other case", "patient", "cohort"):
            assert set(check.get("rows", {}).get(column, ())) <= known


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    """Two processes, two patients a site: images, masks and tables are equal to the bit."""
    root = shipped("sample_studies")
    made = []
    for name in ("one", "two"):
        study = tmp_path / name
        study.mkdir()
        shutil.copy(root / "phantoms_sound" / "params.yaml", study)
        script = "import sys, pathlib; from phantoms_sound.make import make; make(pathlib.Path(sys.argv[1]), 2, 0)"
        environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([sys.executable, "-c", script, str(study)], env=environment, check=True, capture_output=True)
        made.append({path.relative_to(study): path.read_bytes() for path in study.rglob("*") if path.is_file()})
    images, second_masks, tables = (6 * 2 - 1) + 24, 2, 4  # with their masks; one image is a folder of DICOM slices
    assert len(made[0]) == images + second_masks + tables + 1
    assert made[0] == made[1]


def test_the_sound_study_is_what_it_says():
    study = make_sample("phantoms_sound")
    cohort = table(study, "cohort.csv")
    sets = {name: [row for row in cohort if row["set"] == name] for name in ("train", "test", "external")}
    assert {row["site"] for row in sets["external"]} == {"C"}
    assert {row["site"] for row in sets["train"]} == {row["site"] for row in sets["test"]} == {"A", "B"}
    for site in "ABC":  # the outcome is not confounded with the site
        outcomes = [row["outcome"] for row in cohort if row["site"] == site]
        assert outcomes.count("1") == outcomes.count("0") == 16
    assert {row["image_file"].partition(".")[2] for row in cohort} == {"nrrd", "nii.gz", "mha", ""}  # DICOM
    for row in cohort[::16]:
        image = read_volume(study / "data/images" / row["image_file"])
        mask = read_volume(study / "data/masks" / row["mask_file"])
        assert (image.size, image.voxels.dtype) == ((40, 40, 24), np.int16)
        assert 600 <= roi_of(mask, 1).sum() <= 2500
        assert mismatch(image, mask) == {"size": False, "spacing": 0, "origin": 0, "direction": 0}


@pytest.fixture(scope="module")
def leaky():
    return make_sample("phantoms_leaky")


def image(study: Path, case: str) -> Path:
    return study / "data/images" / next(row["image_file"] for row in table(study, "cohort.csv") if row["case"] == case)


def mask(study: Path, case: str) -> Path:
    return study / "data/masks" / next(row["mask_file"] for row in table(study, "cohort.csv") if row["case"] == case)


def test_leaky_patients_have_a_lesion_in_each_set(leaky):
    sets = {}
    for row in table(leaky, "cohort.csv"):
        sets.setdefault(row["patient"], []).append((row["set"], image(leaky, row["case"])))
    shared = {patient: found for patient, found in sets.items() if len(found) > 1}
    assert shared.keys() == {"P076", "P078", "P079", "P083"}
    for (first, one), (second, two) in shared.values():
        assert (first, second) == ("train", "test")
        assert read_volume(one).header["study"] == read_volume(two).header["study"]
        assert not np.array_equal(read_volume(one).voxels, read_volume(two).voxels)


@pytest.mark.parametrize(
    ("original", "copy", "same_bytes"),
    [("P002-1", "P089-1", True), ("P003-1", "P090-1", False), ("P004-1", "P091-1", False)],
)
def test_leaky_test_cases_are_copies_of_training_cases(leaky, original, copy, same_bytes):
    rows = {row["case"]: row for row in table(leaky, "cohort.csv")}
    assert (rows[original]["set"], rows[copy]["set"]) == ("train", "test")
    assert rows[original]["patient"] != rows[copy]["patient"]
    for kind in (image, mask):
        one, two = kind(leaky, original), kind(leaky, copy)
        assert (one.read_bytes() == two.read_bytes()) is same_bytes
        assert np.array_equal(read_volume(one).voxels, read_volume(two).voxels)


def test_leaky_retouched_copy_is_near_but_not_equal(leaky):
    one, two = (read_volume(image(leaky, case)).voxels.astype(int) for case in ("P006-1", "p6-1"))
    assert (np.abs(one - two) <= 1).all()
    assert (one != two).mean() == pytest.approx(0.01)


def test_leaky_table_was_made_with_another_bin_width(leaky):
    parameters = yaml.safe_load((leaky / "params.yaml").read_text())
    row = next(row for row in table(leaky, "features.csv") if row["case"] == "P001-1")
    files = FileRef.of(image(leaky, "P001-1")), FileRef.of(mask(leaky, "P001-1"))

    def extracted(bin_width: float) -> dict:
        setting = parameters["setting"] | {"binWidth": bin_width}
        return Extract("P001-1", *files, 1, parameters | {"setting": setting}).run()["features"]

    name = "original_glcm_Contrast"
    assert parameters["setting"]["binWidth"] == 10
    assert extracted(25)[name] == float(row[name])
    assert extracted(10)[name] != pytest.approx(float(row[name]), rel=0.5)


@pytest.fixture(scope="module")
def broken():
    return make_sample("phantoms_broken")


def test_broken_files_are_missing_or_outside(broken):
    assert not image(broken, "003").exists()
    assert not mask(broken, "012").exists()
    outside = image(broken, "011").resolve()
    assert not outside.is_relative_to(broken.resolve())
    assert not outside.exists()


def test_broken_image_is_cut_off(broken):
    with pytest.raises(JobFailed, match=r"004\.nrrd is damaged: its compressed data end too early"):
        read_volume(image(broken, "004"))


@pytest.mark.parametrize(("case", "reason"), [("005", "empty"), ("008", "its labels are 255")])
def test_broken_masks_without_the_label(broken, case, reason):
    with pytest.raises(JobFailed, match=reason):
        roi_of(read_volume(mask(broken, case)), 1)


def test_broken_masks_elsewhere(broken):
    found = {case: mismatch(*(read_volume(kind(broken, case)) for kind in (image, mask))) for case in ("009", "014")}
    assert found["009"]["size"]
    assert found["014"] == {"size": False, "spacing": 0, "origin": 5.0, "direction": 0}


def test_broken_rois(broken):
    assert roi_of(read_volume(mask(broken, "015")), 1).sum() == 1
    flat = read_volume(image(broken, "010")).voxels[roi_of(read_volume(mask(broken, "010")), 1)]
    assert len(flat) > 500
    assert set(flat.tolist()) == {50}


def test_broken_table_lost_zeros_a_case_and_a_number(broken):
    rows = {row["case"]: row for row in table(broken, "features.csv")}
    assert rows.keys() == {str(number) for number in range(1, 19) if number != 17} | {"99"}
    assert rows["16"]["original_firstorder_Mean"] == "see note"
    redrawn = roi_of(read_volume(mask(broken, "006")), 1).sum()
    spacing = read_volume(mask(broken, "006")).spacing
    assert redrawn * np.prod(spacing) < 0.9 * float(rows["6"]["original_shape_VoxelVolume"])
