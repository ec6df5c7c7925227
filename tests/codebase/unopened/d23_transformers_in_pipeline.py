from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


class TTestSelector(BaseEstimator, TransformerMixin):
    def __init__(self, alpha=0.05, at_least=3):
        self.alpha = alpha
        self.at_least = at_least

    def fit(self, X, y):
        X, y = np.asarray(X), np.asarray(y)
        p = ttest_ind(X[y == 1], X[y == 0], equal_var=False).pvalue
        keep = np.flatnonzero(p < self.alpha)
        self.columns_ = keep if len(keep) >= self.at_least else np.argsort(p)[: self.at_least]
        return self

    def transform(self, X):
        return np.asarray(X)[:, self.columns_]


class Decorrelate(BaseEstimator, TransformerMixin):
    def __init__(self, limit=0.9):
        self.limit = limit

    def fit(self, X, y=None):
        r = np.triu(np.abs(np.corrcoef(X, rowvar=False)), 1)
        self.mask_ = ~(r > self.limit).any(axis=0)
        return self

    def transform(self, X):
        return X[:, self.mask_]


@dataclass
class Cfg:
    csv: str = "data/endometrium.csv"
    target: str = "deep_invasion"
    seed: int = 10


def main(cfg=Cfg()):
    df = pd.read_csv(cfg.csv, index_col=0)
    y = df.pop(cfg.target)
    pipe = Pipeline([
        ("scale", StandardScaler()),
        ("decorrelate", Decorrelate(0.9)),
        ("ttest", TTestSelector()),
        ("model", LogisticRegression(max_iter=2000)),
    ])
    cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=cfg.seed)
    scores = cross_validate(pipe, df, y, cv=cv, scoring=["roc_auc", "average_precision"], n_jobs=4)
    for name in ("test_roc_auc", "test_average_precision"):
        print(name, scores[name].mean().round(3), scores[name].std().round(3))


if __name__ == "__main__":
    main()
