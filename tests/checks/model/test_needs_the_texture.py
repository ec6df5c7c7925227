from dataclasses import replace

import numpy as np
import pytest

from radaudit.checks.model.needs_the_texture import needs_the_texture
from radaudit.core.finding import Tier
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.texture import Kept, Texture
from radaudit.statistics.interval import Interval
from tests.made_evidence import only
from tests.made_setups import a_setup

TABLE = np.zeros((20, 1))
OWN = a_setup(TABLE, np.arange(20) % 2, ["train"] * 10 + ["test"] * 10).ready["m"]


def lost(low, high, control="shuffled_roi"):
    middle = (low + high) / 2
    return Kept(control, 0.8 - middle, Interval(middle, low, high, 0.95, "bootstrap"))


def judge(*kept, figure=(0.8, 0.7, 0.9), own=OWN):
    given = {"gauge": leading_gauge("binary"), "figure": Interval(*figure, 0.95, ""), "chance": 0.5, "cases": 10}
    [found] = needs_the_texture((Texture(own, "test", kept=kept, **given),))
    return found


@pytest.mark.parametrize(
    ("kept", "outcome", "word"),
    [
        ((lost(0.0, 0.0),), "fail", "shape, volume or the spread of grey values"),
        (
            (lost(0.0, 0.0), lost(-0.01, 0.01, "shuffled_full")),
            "fail",
            "is that of shape or volume, and of no texture",
        ),
        ((lost(0.001, 0.019),), "fail", "no texture"),
        ((lost(0.1, 0.4),), "pass", "needs the texture."),
        ((lost(0.1, 0.4), lost(0.1, 0.2, "shuffled_non_roi")), "pass", "what lies outside of the ROI"),
        ((lost(-0.1, 0.1),), "unknown", "not settled"),
    ],
)
def test_what_is_left_without_the_texture(kept, outcome, word):
    found = judge(*kept)
    assert (found.outcome, found.tier) == (outcome, Tier.TESTED)
    assert word in found.message
    assert len(found.rows) == len(found.plots[0].labels) == len(kept)


def test_clinical_variables_may_be_what_it_rests_on():
    own = replace(OWN, setup=replace(OWN.setup, clinical={"age": ("50",) * 20}))
    assert "the spread of grey values or its clinical variables" in judge(lost(0, 0), own=own).message


def test_a_model_without_skill_has_nothing_to_lose():
    found = judge(lost(0.0, 0.0), figure=(0.55, 0.4, 0.7))
    assert (found.outcome, "nothing to lose" in found.message) == ("unknown", True)


def test_a_signature_that_is_openly_of_shape_is_not_asked():
    own = replace(OWN, info=OWN.info.model_copy(update={"features": ["original_shape_Sphericity"]}))
    assert judge(lost(0, 0), own=own).outcome == "not_applicable"


def test_what_could_not_be_run_is_said():
    assert "harmonised" in only(list(needs_the_texture((Texture(OWN, "", "it is harmonised"),))), "unknown").message
