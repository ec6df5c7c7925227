"""Steps fitted before the split, against the same done by hand."""

import numpy as np
import pandas as pd
import pytest
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.pipeline import make_pipeline as make_imblearn
from imblearn.under_sampling import RandomUnderSampler
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import VotingClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from radaudit.models.early import CantBeTakenApart, fit_early

RANDOM = np.random.default_rng(4)
LABELS = (np.arange(40) % 4 == 0).astype(int)
VALUES = RANDOM.normal(size=(40, 8)) + LABELS[:, None] * np.linspace(0, 1, 8)
VALUES[RANDOM.random(VALUES.shape) < 0.05] = np.nan
TABLE = pd.DataFrame(VALUES, columns=[f"f{number}" for number in range(8)])
FIT, TEST = np.arange(24), np.arange(24, 40)
ALL = np.arange(40)


def scores(estimator, *early, fit=FIT, seed=0):
    fitted = fit_early(estimator, TABLE, LABELS, fit, ALL, frozenset(early), seed)
    return fitted.estimator.predict_proba(fitted.transform(TABLE.iloc[TEST]))[:, 1], fitted


def usual():
    return make_pipeline(SimpleImputer(), StandardScaler(), SelectKBest(k=3), LogisticRegression())


def by_hand(imputer, scaler, selector):
    """Rows that each step is fitted on, in the usual pipeline."""
    table = TABLE
    for step, rows in ((SimpleImputer(), imputer), (StandardScaler(), scaler), (SelectKBest(k=3), selector)):
        values = np.asarray(table)
        table = step.fit(values[rows], LABELS[rows]).transform(values)
    return LogisticRegression().fit(table[FIT], LABELS[FIT]).predict_proba(table[TEST])[:, 1]


@pytest.mark.parametrize(
    ("early", "rows"),
    [
        ((), (FIT, FIT, FIT)),
        (("imputation",), (ALL, FIT, FIT)),
        (("scaling",), (FIT, ALL, FIT)),
        (("selection",), (FIT, FIT, ALL)),
        (("imputation", "scaling", "selection"), (ALL, ALL, ALL)),
        (("oversampling",), (FIT, FIT, FIT)),
    ],
)
def test_each_step_is_fitted_where_it_belongs(early, rows):
    found, fitted = scores(usual(), *early)
    np.testing.assert_allclose(found, by_hand(*rows), rtol=1e-12)
    assert fitted.applied == tuple(kind for kind in early if kind != "oversampling")


def test_without_an_early_step_the_estimator_is_fitted_whole():
    own = usual()
    found, fitted = scores(own)
    assert (fitted.estimator, fitted.before) == (own, ())
    np.testing.assert_array_equal(
        found, usual().fit(TABLE.iloc[FIT], LABELS[FIT]).predict_proba(TABLE.iloc[TEST])[:, 1]
    )


def test_rows_may_stand_several_times():
    rows = np.sort(np.random.default_rng(0).choice(FIT, 24))
    found, _ = scores(usual(), "imputation", fit=rows)
    filled = SimpleImputer().fit(TABLE).transform(TABLE)
    rest = make_pipeline(StandardScaler(), SelectKBest(k=3), LogisticRegression()).fit(filled[rows], LABELS[rows])
    np.testing.assert_allclose(found, rest.predict_proba(filled[TEST])[:, 1], rtol=1e-12)


class TestNested:
    def test_a_column_transformer(self):
        inner = make_pipeline(SimpleImputer(), StandardScaler())
        columns = ColumnTransformer([("a", inner, ["f0", "f1"]), ("b", SimpleImputer(), slice(2, 8))])
        found, _ = scores(make_pipeline(columns, LogisticRegression()), "imputation")
        filled = SimpleImputer().fit(TABLE).transform(TABLE)
        filled[:, :2] = StandardScaler().fit(filled[FIT, :2]).transform(filled[:, :2])
        hand = LogisticRegression().fit(filled[FIT], LABELS[FIT]).predict_proba(filled[TEST])[:, 1]
        np.testing.assert_allclose(found, hand, rtol=1e-12)

    def test_a_union(self):
        own = make_pipeline(SimpleImputer(), make_union(StandardScaler(), MinMaxScaler()), LogisticRegression())
        found, _ = scores(own, "scaling")
        filled = SimpleImputer().fit(TABLE.iloc[FIT]).transform(TABLE)
        both = np.hstack([kind.fit(filled).transform(filled) for kind in (StandardScaler(), MinMaxScaler())])
        hand = LogisticRegression().fit(both[FIT], LABELS[FIT]).predict_proba(both[TEST])[:, 1]
        np.testing.assert_allclose(found, hand, rtol=1e-12)

    @pytest.mark.parametrize("wrap", [lambda own: own, lambda own: make_pipeline(SimpleImputer(), own)])
    def test_a_search_around_a_pipeline(self, wrap):
        own = Pipeline([("fill", SimpleImputer()), ("select", SelectKBest(k=3)), ("model", LogisticRegression())])
        found, fitted = scores(wrap(GridSearchCV(own, {"model__C": [0.01, 1.0]}, cv=3)), "imputation", "selection")
        filled = SimpleImputer().fit(TABLE).transform(TABLE)
        if wrap(own) is not own:  # the outer imputer was early too
            filled = SimpleImputer().fit(filled).transform(filled)
        kept = SelectKBest(k=3).fit(filled, LABELS).transform(filled)
        search = GridSearchCV(Pipeline([("model", LogisticRegression())]), {"model__C": [0.01, 1.0]}, cv=3)
        hand = search.fit(kept[FIT], LABELS[FIT]).predict_proba(kept[TEST])[:, 1]
        np.testing.assert_allclose(found, hand, rtol=1e-12)
        assert isinstance(fitted.estimator, GridSearchCV)

    def test_a_calibration_around_a_pipeline(self):
        found, fitted = scores(CalibratedClassifierCV(usual(), cv=2), "selection")
        assert fitted.applied == ("selection",)
        assert np.isfinite(found).all()

    @pytest.mark.parametrize(
        ("estimator", "said"),
        [
            (
                GridSearchCV(Pipeline([("s", SelectKBest(k=1)), ("m", LogisticRegression())]), {"s__k": [1, 2]}),
                "GridSearchCV searches over s__k, a step fitted before the split",
            ),
            (
                GridSearchCV(
                    Pipeline([("s", SelectKBest()), ("m", LogisticRegression())]), [{"s": [SelectKBest(k=1)]}]
                ),
                "GridSearchCV searches over s, a step fitted before the split",
            ),
        ],
    )
    def test_a_search_over_an_early_step_is_refused(self, estimator, said):
        with pytest.raises(CantBeTakenApart, match=said):
            scores(make_pipeline(SimpleImputer(), estimator), "selection")

    def test_a_step_inside_an_ensemble_is_refused(self):
        votes = VotingClassifier([("a", make_pipeline(SelectKBest(k=1), LogisticRegression()))], voting="soft")
        with pytest.raises(CantBeTakenApart, match="SelectKBest is part of another estimator than a pipeline"):
            scores(make_pipeline(SimpleImputer(), votes), "selection")


class TestSamplers:
    def test_late_ones_see_the_training_rows_alone(self):
        own = make_imblearn(SimpleImputer(), SMOTE(random_state=1, k_neighbors=2), LogisticRegression())
        found, _ = scores(own, "imputation")
        filled = SimpleImputer().fit(TABLE).transform(TABLE)
        more = SMOTE(random_state=1, k_neighbors=2).fit_resample(filled[FIT], LABELS[FIT])
        np.testing.assert_allclose(found, LogisticRegression().fit(*more).predict_proba(filled[TEST])[:, 1], rtol=1e-12)

    @pytest.mark.parametrize("sampler", [RandomOverSampler, SMOTE])
    def test_early_ones_send_their_share_of_new_rows_to_the_training_rows(self, sampler):
        own = make_imblearn(SimpleImputer(), sampler(random_state=1), StandardScaler(), LogisticRegression())
        found, fitted = scores(own, "oversampling", seed=3)
        filled = SimpleImputer().fit(TABLE.iloc[FIT]).transform(TABLE)
        values, labels = sampler(random_state=1).fit_resample(filled, LABELS)
        new = np.arange(40, len(labels))
        new = new[np.random.default_rng(3).random(len(new)) < 24 / 40]
        assert 0 < len(new) < len(labels) - 40
        rows = np.concatenate([FIT, new])
        hand = make_pipeline(StandardScaler(), LogisticRegression()).fit(values[rows], labels[rows])
        np.testing.assert_allclose(found, hand.predict_proba(filled[TEST])[:, 1], rtol=1e-9)
        assert fitted.applied == ("oversampling",)

    def test_early_ones_that_drop_rows(self):
        own = make_imblearn(SimpleImputer(), RandomUnderSampler(random_state=1), LogisticRegression())
        found, _ = scores(own, "oversampling")
        filled = SimpleImputer().fit(TABLE.iloc[FIT]).transform(TABLE)
        sampler = RandomUnderSampler(random_state=1)
        sampler.fit_resample(filled, LABELS)
        kept = FIT[np.isin(FIT, sampler.sample_indices_)]
        hand = LogisticRegression().fit(filled[kept], LABELS[kept]).predict_proba(filled[TEST])[:, 1]
        np.testing.assert_allclose(found, hand, rtol=1e-9)

    def test_one_that_doesnt_tell_its_rows_is_refused(self):
        own = make_imblearn(SimpleImputer(), SMOTEENN(random_state=1), LogisticRegression())
        with pytest.raises(CantBeTakenApart, match="SMOTEENN doesn't tell which"):
            scores(own, "oversampling")
