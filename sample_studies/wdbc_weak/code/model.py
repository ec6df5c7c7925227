"""All thirty features in one logistic regression."""

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def build() -> Pipeline:
    return Pipeline([("scale", StandardScaler()), ("model", LogisticRegression(C=1.0, max_iter=1_000))])


def build_first() -> Pipeline:
    """The model of the first submission."""
    return Pipeline([("scale", StandardScaler()), ("model", LogisticRegression(C=0.01, max_iter=1_000))])
