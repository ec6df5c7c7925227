import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence import commands as module
from radaudit.evidence.commands import _files, _replaced, read_produced
from radaudit.evidence.offered import Features, OfferedFeatures

MODEL = {"name": "signature", "command": ["python", "code/run.py"], "produces": "out.csv"}


@pytest.fixture
def made(make_study):
    return lambda **model: make_study(manifest=lambda said: said.update(models=[MODEL | model]))


def given(made):
    return made.study, *(made.bench().get(name) for name in ("cohort", "target", "split"))


def test_without_trust_nothing_is_run(made):
    with pytest.raises(Unavailable, match="--trust"):
        made().evidence("commands")


def test_a_command_must_name_what_it_writes(made):
    own = made(produces=None).evidence("commands", trust=True)["signature"]
    assert own.problem == "it names no file that its command writes; add 'models[].produces'"


def test_what_it_wrote_is_read_as_anybodys(made):
    study = made()
    fine = read_produced("m", "out.csv", "Y2FzZSxyaXNrCmMwOSwxLjUK", (), given(study))  # case,risk / c09,1.5
    assert fine.predictions.scores("test") == {"c09": (1.5,)}
    broken = read_produced("m", "out.csv", "Y2FzZSxyaXNrCmMwOSxtdWNoCg==", ("note",), given(study))  # ... much
    assert broken.problem == "what its command wrote can't be used: out.csv:2: 'risk' must be a number, not 'much'"
    assert broken.notes == ("note",)


def test_hidden_files_are_not_copied_and_images_only_where_they_fit(made, monkeypatch):
    study = made()
    study.write(".git/config", "x")
    study.write("images/c01.nrrd", "x" * 20_000)
    files, notes = _files(study.study)
    assert {"radaudit.yaml", "code/model.py", "images/c01.nrrd"} <= set(files)
    assert ".git/config" not in files
    assert notes == ()
    monkeypatch.setattr(module, "MOST_COPIED", 15_000)
    files, notes = _files(study.study)
    assert "images/c01.nrrd" not in files
    assert "without its images" in notes[0]
    monkeypatch.setattr(module, "MOST_COPIED", 10)
    with pytest.raises(Unavailable, match="too much to copy"):
        _files(study.study)


def test_extracted_features_stand_where_the_command_reads_them(made):
    study = made(features="extracted")
    model, reported = study.study.manifest.models[0], study.bench().get("reported")
    before = (study.root / "features.csv").read_text().splitlines()
    names = ("original_glcm_F1", "original_glcm_F3")
    new = Features("extracted", ("c02", "c03"), names, np.array([[7.5, np.nan], [8.0, 9.0]]), np.arange(2))
    replaced = _replaced(study.study, model, reported, OfferedFeatures({"signature": new}))
    after = replaced["features.csv"].splitlines()
    assert (after[0], after[1], len(after)) == (before[0], before[1], 13)
    assert after[2].split(",")[2::2] == ["7.5", ""]
    assert after[3].split(",")[1] == before[3].split(",")[1]
    assert after[3].split(",")[2::2] == ["8.0", "9.0"]
    assert _replaced(study.study, made().study.manifest.models[0], reported, OfferedFeatures({})) == {}
