import numpy as np
import pytest

from radaudit.evidence.unharmonised import declared_method
from radaudit.harmonisation.method import Method
from radaudit.models.harmonised import Harmonise
from radaudit.study.harmonising import HarmonisationInfo
from tests.made_study import write_table

NAMES = [f"original_glcm_F{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("declared", "method"),
    [
        ({"method": "combat"}, Method()),
        ({"method": "ComBat (neuroHarmonize)", "empirical_bayes": False}, Method(empirical_bayes=False)),
        ({"method": "M-ComBat", "reference": "1"}, Method(reference="1")),
        ({"method": "neuroCombat", "parametric": False, "mean_only": True}, Method(parametric=False, mean_only=True)),
        ({"method": "combat", "covariates": ["age"], "smooth": ["age"]}, Method(smooth=("age",))),
        ({"method": "z-score per centre"}, Method("standardised")),
        ({"method": "CovBat"}, None),
        ({"method": "nested ComBat"}, None),
        ({"method": "histogram matching"}, None),
        ({"method": "combat", "covariates": ["age"], "smooth": ["age"], "mean_only": True}, None),
    ],
)
def test_the_declared_method(declared, method):
    assert declared_method(HarmonisationInfo(**declared)) == method


def setup_of(make_study, **declared):
    def declare(said):
        said["models"][0]["features"] = "harmonised"
        said["harmonisation"] = {"method": "combat", "table": "combat.csv"} | declared

    made = make_study(manifest=declare)
    reported = make_study().evidence("reported")
    rows = [{"case": case, **dict(zip(reported.names[::-1], row[::-1].tolist(), strict=True))}
            for case, row in zip(reported.cases, reported.values + 1, strict=True)]  # fmt: skip
    write_table(made.root / "combat.csv", rows)
    return made.evidence("setups", trust=True).ready["signature"], reported


def test_a_model_on_harmonised_features_can_be_harmonised_anew(make_study):
    own, reported = setup_of(make_study, covariates=["age", "label"], unseen="leave")
    before = own.setup.unharmonised
    rows, columns = [reported.rows[case] for case in own.cases], [reported.names.index(n) for n in own.setup.columns]
    assert np.array_equal(before.features, reported.values[np.ix_(rows, columns)])
    assert np.array_equal(before.features + 1, own.setup.features)
    assert (before.batch, list(before.covariates)) == (own.sites, ["age", "label"])
    assert before.covariates["age"].dtype == float
    assert own.harmonise == Harmonise(Method(), ("age",), "fit", "leave")


@pytest.mark.parametrize(
    "declared",
    [{"method": "CovBat"}, {"covariates": ["weight"]}, {"batch": "vendor"}],
    ids=["method", "covariate", "batch"],
)
def test_one_that_nobody_can_make_again_is_left(make_study, declared):
    own, _ = setup_of(make_study, **declared)
    assert own.harmonise is None
    assert (own.setup.unharmonised is None) == ("batch" in declared)


def test_a_model_on_reported_features_has_no_table_before(make_study):
    own = make_study().evidence("setups", trust=True).ready["signature"]
    assert (own.harmonise, own.setup.unharmonised) == (None, None)
