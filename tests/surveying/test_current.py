"""Whether a report tells of a study as it is now."""

import hashlib
from dataclasses import replace

import pytest
from reference import reference_report

from radaudit.compute.digest import FolderRef
from radaudit.surveying.current import is_current, is_of


def sha256(path):
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "series").mkdir()
    for name in ("radaudit.yaml", "data.csv", "image-007.nii", "series/1.dcm", "series/2.dcm"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def report(study):
    files = {name: sha256(study / name) for name in ("radaudit.yaml", "data.csv")}
    files["image-P01.nii"] = sha256(study / "image-007.nii")  # reports number the cases
    files["P01-series"] = f"sha256:{FolderRef.of(study / 'series').sha256}"
    made = reference_report()
    told = {"folder": study.name, "manifest": "radaudit.yaml"}
    return replace(made, study=told, provenance=replace(made.provenance, files=files))


def test_a_report_of_the_same_files_is_current(report, study):
    assert is_of(report, study)
    assert is_current(report, study)


@pytest.mark.parametrize("name", ["radaudit.yaml", "data.csv", "image-007.nii", "series/2.dcm"])
def test_a_changed_file_makes_it_old(report, study, name):
    (study / name).write_text("changed")
    assert not is_current(report, study)


def test_a_missing_file_makes_it_old(report, study):
    (study / "data.csv").unlink()
    assert not is_current(report, study)


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/hostname"])
def test_a_report_can_not_have_files_read_outside_the_study(report, study, name):
    outside = study.parent / "outside.csv"
    outside.write_text("x")
    files = {**report.provenance.files, name: sha256(outside)}
    assert not is_current(replace(report, provenance=replace(report.provenance, files=files)), study)


def test_a_report_that_names_no_manifest_is_of_no_known_state(report, study):
    assert not is_current(replace(report, study={"folder": study.name}), study)
    assert not is_of(replace(report, study={}), study)
