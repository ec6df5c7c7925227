"""ComBat against R's `sva` (fixtures/combat.R), R's ComBatHarmonization (where its test data are at hand), and against
neuroHarmonize's own apply."""

import contextlib
import io
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from radaudit.harmonisation.combat import estimate
from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import CannotHarmonise, Method

FIXTURES = Path(__file__).parent / "fixtures"
BESIDE = Path(__file__).resolve().parents[2].parent / "shared/data/combat"  # licensed otherwise than radaudit
SHARED = Path(os.environ.get("RADAUDIT_COMBAT_DATA", BESIDE))
MADE = pd.read_csv(FIXTURES / "made.csv")
TABLE, SITE = MADE.filter(regex="^f").to_numpy(), MADE["site"].tolist()
KEPT = {"age": MADE["age"].to_numpy(), "sex": MADE["sex"].to_numpy()}


@pytest.fixture(scope="module")
def by_r():
    return json.loads((FIXTURES / "combat.json").read_text())


@pytest.mark.parametrize(
    ("variant", "method", "kept"),
    [
        ("covariates", Method(), KEPT),
        ("plain", Method(), {}),
        ("nonparametric", Method(parametric=False), KEPT),
        ("mean_only", Method(mean_only=True), KEPT),
        ("reference", Method(reference="B"), KEPT),
        ("reference_nonparametric", Method(reference="B", parametric=False), KEPT),
    ],
)
def test_it_gives_what_r_gives(by_r, variant, method, kept):
    made = fit(TABLE, SITE, kept, method).transform(TABLE, SITE, kept)
    assert made == pytest.approx(np.array(by_r[variant]), rel=1e-11)


def test_with_empty_cells_it_stays_near_what_r_gives(by_r):
    """R divides by one less as soon as one cell of the table is empty, and so moves every feature."""
    theirs = np.array(by_r["missing"], dtype=float)
    holes = np.isnan(theirs)
    table = np.where(holes, np.nan, TABLE)
    fitted = fit(table, SITE, KEPT, Method())
    made = fitted.transform(table, SITE, KEPT)
    assert (np.isnan(made) == holes).all()
    assert np.nanmax(np.abs(made - theirs) / np.nanstd(theirs, axis=0)) < 0.07
    assert "3 empty cells stayed empty" in fitted.notes[0]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the test data of ComBatHarmonization are not at hand")
@pytest.mark.parametrize(
    ("name", "method", "kept"),
    [
        ("parametric_adjusted", Method(), True),
        ("parametric_unadjusted", Method(), False),
        ("parametric_adjusted_noeb", Method(empirical_bayes=False), True),
        ("parametric_adjusted_meanonly", Method(mean_only=True), True),
        ("nonparametric_adjusted", Method(parametric=False), True),
    ],
)
def test_it_gives_what_combat_harmonization_gives(name, method, kept):
    table = pd.read_csv(SHARED / "testdata.csv").to_numpy().T
    theirs = pd.read_csv(SHARED / f"testdata_combat_{name}_r.csv").to_numpy().T
    batch, covariates = ["1"] * 5 + ["2"] * 5, {"group": np.array([2.0, 1.0] * 5)} if kept else {}
    made = fit(table, batch, covariates, method).transform(table, batch, covariates)
    assert made == pytest.approx(theirs, rel=1e-11)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
@pytest.mark.parametrize(
    ("method", "options"),
    [
        (Method(), {}),
        (Method(empirical_bayes=False), {"eb": False}),
        (Method(reference="B"), {"ref_batch": "B"}),
        (Method(reference="B", empirical_bayes=False), {"ref_batch": "B", "eb": False}),
        (Method(smooth=("age",)), {"smooth_terms": ["age"], "seed": 0}),
    ],
)
def test_it_gives_what_neuroharmonize_gives_fitted_on_training_rows_alone(method, options):
    from neuroHarmonize import harmonizationApply, harmonizationLearn

    rng = np.random.default_rng(3)
    table, site = rng.normal(5, 2, (48, 3)), np.array(["A", "B", "C"] * 16)
    table += (site == "B")[:, None] * rng.normal(size=3)
    kept = {"age": np.concatenate([[30.0, 90.0], rng.uniform(31, 89, 46)]), "male": rng.integers(0, 2, 48)}
    given = pd.DataFrame({"SITE": site, **kept})
    train = np.arange(33)
    with contextlib.redirect_stdout(io.StringIO()):
        model, learnt = harmonizationLearn(table[train], given.iloc[train], **options)
        applied = harmonizationApply(table, given, model)
    fitted = fit(table[train], site[train], {name: own[train] for name, own in kept.items()}, method)
    made = fitted.transform(table, site, kept)
    assert np.abs(made - applied).max() < 1e-10
    assert np.abs(made[train] - learnt).max() < 1e-10


def test_nothing_is_printed_and_the_generator_is_as_it_was(capsys):
    np.random.seed(5)
    expected = np.random.RandomState(5).random(3)
    fit(TABLE[:, :1], SITE, KEPT, Method(smooth=("age",)))
    assert np.random.random(3).tolist() == expected.tolist()
    assert capsys.readouterr().out == ""


def test_parameters_that_are_not_finite_are_refused():
    """A prior over features that all say the same, and likelihoods below the smallest number there is."""
    table = np.repeat(TABLE[:, :1], 3, axis=1)
    nothing, codes = np.empty((19, 0)), np.repeat([0, 1, 2], [8, 6, 5])
    with pytest.raises(CannotHarmonise, match="features of a batch don't differ"):
        estimate(table, codes, nothing, nothing, Method(), None)
    many = np.random.default_rng(0).normal(size=(1700, 3))
    with pytest.raises(CannotHarmonise, match="smallest number"):
        fit(many, ["A", "B"] * 850, {}, Method(parametric=False))
