"""The signature: LASSO selection on the training set, then logistic regression."""

from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def build() -> Pipeline:
    return Pipeline(
        [
            ("scale", StandardScaler()),
            ("select", SelectFromModel(Lasso(alpha=0.1, max_iter=20_000))),
            ("model", LogisticRegression(C=1.0, max_iter=1_000)),
        ]
    )
