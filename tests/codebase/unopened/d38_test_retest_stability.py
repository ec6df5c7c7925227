from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score


@dataclass
class Paths:
    first: Path = Path("data/rider_scan1.csv")
    second: Path = Path("data/rider_scan2.csv")
    cohort: Path = Path("data/lung_cohort.csv")


def concordance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Lin's concordance for each column."""
    ma, mb = a.mean(axis=0), b.mean(axis=0)
    cov = ((a - ma) * (b - mb)).mean(axis=0)
    return 2 * cov / (a.var(axis=0) + b.var(axis=0) + (ma - mb) ** 2)


def stable_features(paths: Paths, limit: float) -> list[str]:
    first = pd.read_csv(paths.first, index_col="person")
    second = pd.read_csv(paths.second, index_col="person").loc[first.index, first.columns]
    ccc = concordance(first.to_numpy(), second.to_numpy())
    return first.columns[ccc >= limit].tolist()


def main(paths=Paths(), limit=0.85, seed=30):
    names = stable_features(paths, limit)
    cohort = pd.read_csv(paths.cohort, index_col="patient")
    X, y = cohort[names], cohort["two_year_death"]
    rf = RandomForestClassifier(500, min_samples_leaf=5, random_state=seed)
    auc = cross_val_score(rf, X, y, cv=StratifiedKFold(10, shuffle=True, random_state=seed), scoring="roc_auc")
    print(len(names), "stable features; AUC", auc.mean().round(3))


if __name__ == "__main__":
    main()
