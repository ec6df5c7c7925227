"""A signature of size keeps what it has when voxels are shuffled, one of texture loses it."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.evidence.auditor import Auditor
from radaudit.evidence.controlled import Controlled
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.setups import Setups
from radaudit.evidence.texture import texture
from tests.made_setups import a_setup, run_here

RNG = np.random.default_rng(6)
CASES = tuple(f"c{row:03d}" for row in range(80))
LABELS = np.arange(80) % 2
SETS = ["train"] * 40 + ["test"] * 40
TABLE = RNG.normal(size=(80, 2)) + 2 * LABELS[:, None]  # f0: a size; f1: a texture
SHUFFLED = np.column_stack([TABLE[:, 0], RNG.normal(size=80)])
CONTROLS = ("shuffled_roi", "shuffled_full")


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.evidence.texture.run_all", run_here)


def made(setups, taken=CASES, training=False, names=("f0", "f1"), normalised="none"):
    rows = [CASES.index(case) for case in taken]
    values = dict.fromkeys(CONTROLS, SHUFFLED[rows])
    controls = Controlled(tuple(taken), 80, names, values, training=training)
    info = SimpleNamespace(features=SimpleNamespace(normalised=normalised))
    study = SimpleNamespace(manifest=info)
    return texture(study, setups, Extraction(CASES, names, TABLE, {}, {}), controls, Auditor(), Map)


def of(listed, **how):
    return made(a_setup(TABLE, LABELS, SETS, listed=listed), **how)


def test_a_signature_of_size_keeps_everything():
    [own] = of(["f0"])
    assert (own.problem, own.set, own.cases) == ("", "test", 40)
    assert [kept.control for kept in own.kept] == list(CONTROLS)
    assert (own.kept[0].lost.low, own.kept[0].lost.high) == (0, 0)
    assert own.kept[0].figure == own.figure.estimate > 0.8
    assert own.chance == pytest.approx(0.5, abs=0.05)


def test_a_signature_of_texture_loses_it():
    [own] = of(["f1"])
    assert own.kept[0].lost.low > 0.2
    assert own.kept[0].figure == pytest.approx(0.5, abs=0.2)
    assert own.kept[0].learnt is None


def test_where_training_cases_are_there_a_model_is_learnt_from_controls():
    size, grain = (of([name], training=True)[0].kept[0] for name in ("f0", "f1"))
    assert size.learnt == size.figure
    assert grain.learnt == pytest.approx(0.5, abs=0.2)


def test_only_cases_with_every_control_are_scored():
    assert of(["f0"], taken=CASES[55:])[0].cases == 25
    assert "only 5 held-out cases" in of(["f0"], taken=CASES[75:])[0].problem


def test_folds_are_scored_by_the_model_that_had_not_seen_them():
    [own] = made(a_setup(TABLE, LABELS, folds=5))
    assert (own.set, own.cases, own.kept[0].lost.low > 0) == ("cv", 80, True)


def test_values_lose_what_they_explain():
    [own] = made(a_setup(TABLE, TABLE[:, 1] * 3, SETS, listed=["f1"], task="regression"))
    assert own.figure.estimate == pytest.approx(1)
    assert own.kept[0].lost.low > 0.5


@pytest.mark.parametrize(
    ("how", "info", "reason"),
    [
        ({}, {"features": "harmonised"}, "can't be harmonised"),
        ({"normalised": "zscore"}, {}, "scaled before they were saved"),
        ({"names": ("f0", "other")}, {}, "extracts no 'f1'"),
    ],
)
def test_features_that_cannot_be_made_of_changed_images(how, info, reason):
    own = a_setup(TABLE, LABELS, SETS).ready["m"]
    changed = Setups({"m": replace(own, info=own.info.model_copy(update=info))})
    assert reason in made(changed, **how)[0].problem
