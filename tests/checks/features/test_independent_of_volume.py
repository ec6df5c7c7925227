import numpy as np
import pytest

from radaudit.checks.features.independent_of_volume import independent_of_volume
from radaudit.core.errors import Unavailable
from radaudit.evidence.offered import Features
from radaudit.evidence.signatures import Signature
from radaudit.evidence.volumes import Volumes
from tests.made_evidence import a_cohort, a_table, a_target, only

RNG = np.random.default_rng(9)
CASES = [f"c{n}" for n in range(60)]
EVENTS = np.arange(60) % 2 == 0
SIZE = RNG.lognormal(size=60)
NAMES = ("original_firstorder_Energy", "original_glcm_Contrast", "original_shape_SurfaceArea", "original_glcm_Idm")
VALUES = np.column_stack(
    [SIZE * np.exp(0.1 * RNG.normal(size=60)), RNG.normal(size=60), SIZE**0.7, SIZE * EVENTS + 0.01 * SIZE]
)
VOLUMES = Volumes("VoxelVolume", dict(zip(CASES, SIZE.tolist(), strict=True)))
TABLE = Features("reported", tuple(CASES), NAMES, VALUES, np.arange(4))
TARGET = a_target(EVENTS.tolist())
REPORTED = a_table(dict(zip(CASES, VALUES, strict=True)), NAMES)


def judge(*columns, volumes=VOLUMES, target=TARGET, **how):
    own = (Signature("m", TABLE, np.array(columns), "the study lists"),) if columns else None
    return only(list(independent_of_volume(REPORTED, volumes, own, a_cohort(CASES), target)), **how)


def test_a_feature_that_is_the_volume_with_noise():
    found = judge(0, 1)
    assert (found.code, found.values["following"]) == ("follows-the-volume", 1)
    assert found.rows[0]["feature"] == "original_firstorder_Energy"
    assert found.rows[0]["low"] > 0.9


@pytest.mark.parametrize("columns", [(1,), (1, 2)])
def test_texture_and_openly_shape_pass(columns):
    assert judge(*columns, outcome="pass").values["shape_features"] == len(columns) - 1


def test_without_an_outcome_the_plain_correlation_decides():
    row = judge(0, target=None).rows[0]
    assert row["rank correlation"] == row["at a given outcome"]


def test_where_the_models_features_are_not_known_the_table_is_shown():
    found = judge(outcome="unknown")
    assert "--trust" in found.values["add"]
    assert len(found.rows) == 4


def test_few_cases_tell_nothing():
    with pytest.raises(Unavailable, match="fewer than 10"):
        judge(0, volumes=Volumes("v", {"c0": 1.0}))
