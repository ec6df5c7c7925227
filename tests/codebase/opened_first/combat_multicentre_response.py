"""Harmonise CT radiomics over four centres, then predict response to immunotherapy.

usage: python combat_multicentre_response.py --features feats.csv --clinical clin.csv
"""
import argparse

import pandas as pd
from neuroCombat import neuroCombat
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def load(features, clinical):
    f = pd.read_csv(features).set_index("patient")
    c = pd.read_csv(clinical).set_index("patient")
    f = f[[k for k in f if "diagnostics" not in k]]
    ids = f.index.intersection(c.index)
    return f.loc[ids], c.loc[ids]


def harmonise(feats, clin, batch="centre"):
    covars = clin[[batch, "sex", "response"]].copy()  # keep biological signal
    out = neuroCombat(
        dat=feats.T.values,
        covars=covars,
        batch_col=batch,
        categorical_cols=["sex", "response"],
    )
    return pd.DataFrame(out["data"].T, index=feats.index, columns=feats.columns)


def evaluate(X, y, folds=5, seed=1):
    pipe = Pipeline([
        ("scale", StandardScaler()),
        ("gb", GradientBoostingClassifier(n_estimators=100, max_depth=2, random_state=seed)),
    ])
    cv = StratifiedKFold(folds, shuffle=True, random_state=seed)
    return pd.DataFrame(cross_validate(pipe, X, y, cv=cv, scoring=["roc_auc", "balanced_accuracy"]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--features", required=True)
    ap.add_argument("--clinical", required=True)
    ap.add_argument("--folds", type=int, default=5)
    args = ap.parse_args()

    feats, clin = load(args.features, args.clinical)
    feats_h = harmonise(feats, clin, batch="centre")
    res = evaluate(feats_h, clin["response"], folds=args.folds)
    print(res.filter(like="test_").agg(["mean", "std"]).round(3))


if __name__ == "__main__":
    main()
