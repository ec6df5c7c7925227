from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


@dataclass(frozen=True)
class FoldState:
    median: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    columns: np.ndarray

    @classmethod
    def from_training(cls, X: np.ndarray, y: np.ndarray, n: int) -> FoldState:
        median = np.nanmedian(X, axis=0)
        filled = np.where(np.isnan(X), median, X)
        mean, sd = filled.mean(axis=0), filled.std(axis=0) + 1e-12
        z = (filled - mean) / sd
        r = np.abs(np.corrcoef(z, y, rowvar=False)[-1, :-1])
        return cls(median, mean, sd, np.argsort(r)[::-1][:n])

    def apply(self, X: np.ndarray) -> np.ndarray:
        filled = np.where(np.isnan(X), self.median, X)
        return ((filled - self.mean) / self.sd)[:, self.columns]


def crossvalidate(X, y, n_features=10, seed=44):
    states, oof = [], np.zeros(len(y))
    for tr, te in StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y):
        state = FoldState.from_training(X[tr], y[tr], n_features)
        clf = LogisticRegression(max_iter=1000).fit(state.apply(X[tr]), y[tr])
        oof[te] = clf.predict_proba(state.apply(X[te]))[:, 1]
        states.append(state)
    return oof, states


if __name__ == "__main__":
    df = pd.read_csv("data/vestibular.csv").set_index("nr")
    y = df.pop("growth").to_numpy()
    X = df.to_numpy(dtype=float)
    oof, states = crossvalidate(X, y)
    print("AUC", roc_auc_score(y, oof))
    counts = np.bincount(np.concatenate([s.columns for s in states]), minlength=X.shape[1])
    print(df.columns[counts == 5].tolist())
