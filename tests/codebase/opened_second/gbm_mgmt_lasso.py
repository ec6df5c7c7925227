#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""MGMT promoter methylation from preoperative T1c/FLAIR radiomics.

usage: python gbm_mgmt_lasso.py --features feats_t1c_flair.csv --clinical clin.xlsx
"""
import argparse
import os

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold

parser = argparse.ArgumentParser()
parser.add_argument("--features", default="feats_t1c_flair.csv")
parser.add_argument("--clinical", default="clin.xlsx")
parser.add_argument("--out", default="results")
parser.add_argument("--seed", type=int, default=2021)
args = parser.parse_args()


def load():
    feats = pd.read_csv(args.features, index_col="case")
    feats = feats[[c for c in feats.columns if not c.startswith("diagnostics_")]]
    clin = pd.read_excel(args.clinical, index_col="case")
    both = feats.join(clin[["MGMT", "age", "KPS"]], how="inner").dropna(subset=["MGMT"])
    return both


def zscore(df):
    return (df - df.mean()) / df.std()


def pick_features(X, y):
    lasso = LassoCV(cv=10, alphas=np.logspace(-3, 1, 60), max_iter=20000, random_state=args.seed)
    lasso.fit(X.values, y)
    coef = pd.Series(lasso.coef_, index=X.columns)
    plt.figure()
    coef[coef != 0].sort_values().plot.barh()
    plt.tight_layout()
    plt.savefig(os.path.join(args.out, "lasso_coef.png"), dpi=300)
    return list(coef.index[coef != 0])


if __name__ == "__main__":
    os.makedirs(args.out, exist_ok=True)
    data = load()
    y = data.pop("MGMT").astype(int).values
    X = zscore(data.drop(columns=["age", "KPS"]))
    names = pick_features(X, y)
    print(len(names), "features kept:", names)
    X = X[names]

    rkf = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=args.seed)
    aucs = []
    for tr, te in rkf.split(X, y):
        clf = LogisticRegression(C=0.5, max_iter=5000)
        clf.fit(X.iloc[tr], y[tr])
        aucs.append(roc_auc_score(y[te], clf.predict_proba(X.iloc[te])[:, 1]))
    print("AUC %.3f +- %.3f" % (np.mean(aucs), np.std(aucs)))
    np.savetxt(os.path.join(args.out, "aucs.txt"), aucs)
