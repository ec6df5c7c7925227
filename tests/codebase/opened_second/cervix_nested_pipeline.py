"""Parametrial invasion, cervical cancer FIGO IB-IIB.

Nested CV: inner RandomizedSearchCV, outer 5x5.
"""
import argparse
import pathlib

import numpy as np
import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RandomizedSearchCV, RepeatedStratifiedKFold, StratifiedKFold, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer


def get_data(path):
    df = pd.read_csv(path, index_col=0)
    df = df[df["exclude"] == 0]
    y = df["PMI"].astype(int)
    X = df.filter(regex=r"^(T2|ADC)_(original|log)")
    # drop columns that are constant by construction
    X = X.drop(columns=[c for c in X if c.endswith("_shape_Flatness_bin")], errors="ignore")
    return X, y


def main(ns):
    X, y = get_data(ns.csv)
    pipe = Pipeline(
        steps=[
            ("imp", SimpleImputer(strategy="median")),
            ("pow", PowerTransformer()),
            ("sel", SelectKBest(f_classif)),
            ("lr", LogisticRegression(penalty="elasticnet", solver="saga", max_iter=10000)),
        ]
    )
    space = {
        "sel__k": randint(3, 25),
        "lr__C": loguniform(1e-3, 1e2),
        "lr__l1_ratio": [0.0, 0.25, 0.5, 0.75, 1.0],
    }
    inner = StratifiedKFold(5, shuffle=True, random_state=ns.seed)
    outer = RepeatedStratifiedKFold(n_splits=5, n_repeats=5, random_state=ns.seed)
    search = RandomizedSearchCV(pipe, space, n_iter=60, scoring="roc_auc", cv=inner, n_jobs=-1, random_state=ns.seed)
    res = cross_validate(search, X, y, cv=outer, scoring=("roc_auc", "balanced_accuracy"), return_estimator=True)
    print("outer AUC %.3f (%.3f)" % (res["test_roc_auc"].mean(), res["test_roc_auc"].std()))
    print("outer bACC %.3f" % res["test_balanced_accuracy"].mean())

    used = [X.columns[e.best_estimator_["sel"].get_support()] for e in res["estimator"]]
    freq = pd.Series(np.concatenate([u.to_numpy() for u in used])).value_counts()
    ns.out.mkdir(exist_ok=True, parents=True)
    freq.to_csv(ns.out / "selection_frequency.csv")


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("csv", type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path("out"))
    ap.add_argument("--seed", type=int, default=0)
    main(ap.parse_args())
