import pytest
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import RFE, SelectFromModel, SelectKBest, VarianceThreshold
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    OneHotEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    StandardScaler,
)

from radaudit.models.steps import holds, kind_of, leaves


class CombatHarmoniser(StandardScaler):
    """A class of a study, which happens to be made from a scaler."""


class OwnScaler:
    def transform(self, table): ...


class MRMR:
    def transform(self, table): ...


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (StandardScaler(), "scaling"),
        (MinMaxScaler(), "scaling"),
        (PowerTransformer(), "scaling"),
        (QuantileTransformer(), "scaling"),
        (OwnScaler(), "scaling"),
        (SelectKBest(), "selection"),
        (VarianceThreshold(), "selection"),
        (RFE(Lasso()), "selection"),
        (SelectFromModel(Lasso()), "selection"),
        (PCA(), "selection"),
        (MRMR(), "selection"),
        (SimpleImputer(), "imputation"),
        (KNNImputer(), "imputation"),
        (SMOTE(), "oversampling"),
        (RandomUnderSampler(), "oversampling"),
        (CombatHarmoniser(), "harmonisation"),
        (OneHotEncoder(), "other"),
        (PolynomialFeatures(), "other"),
        (FunctionTransformer(), "other"),
        (LogisticRegression(), "model"),
        (RandomForestClassifier(), "model"),
        ("passthrough", "other"),
        (make_pipeline(StandardScaler()), "nested"),
    ],
)
def test_the_kind_of_a_step(step, kind):
    assert kind_of(step) == kind


def test_the_leaves_of_what_holds_others_in_order():
    columns = ColumnTransformer([("a", make_pipeline(SimpleImputer(), StandardScaler()), [0])], remainder=PCA())
    whole = make_pipeline(columns, make_union(SelectKBest(), PCA()), LogisticRegression())
    assert list(leaves(GridSearchCV(CalibratedClassifierCV(whole), {}))) == [
        ("SimpleImputer", "imputation"),
        ("StandardScaler", "scaling"),
        ("PCA", "selection"),
        ("SelectKBest", "selection"),
        ("PCA", "selection"),
        ("LogisticRegression", "model"),
    ]
    assert holds(whole, frozenset({"imputation"}))
    assert not holds(whole, frozenset({"oversampling"}))


def test_what_a_selector_holds_is_not_a_step():
    assert list(leaves(RFE(make_pipeline(StandardScaler(), Lasso())))) == [("RFE", "selection")]
