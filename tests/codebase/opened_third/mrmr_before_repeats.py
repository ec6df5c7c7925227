"""
Radiogenomics of ccRCC: BAP1 loss.
Result = curve of AUC over the number of mRMR features, 1..15, all in Figure 3.
"""
import argparse
import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from mrmr import mrmr_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def parse(argv):
    a = argparse.ArgumentParser()
    a.add_argument("--nephrographic", required=True)
    a.add_argument("--kmax", type=int, default=15)
    a.add_argument("--repeats", type=int, default=20)
    a.add_argument("--jobs", type=int, default=4)
    return a.parse_args(argv)


def one_fold(Xk, y, tr, te):
    sc = StandardScaler().fit(Xk[tr])
    knn = KNeighborsClassifier(9, weights="distance").fit(sc.transform(Xk[tr]), y[tr])
    return roc_auc_score(y[te], knn.predict_proba(sc.transform(Xk[te]))[:, 1])


def main(argv=None):
    o = parse(argv)
    tab = pd.read_csv(o.nephrographic, index_col="tcga_id")
    y = tab["BAP1"]
    X = tab.drop(columns=["BAP1", "stage", "vendor"])
    ranked = mrmr_classif(X=X, y=y, K=o.kmax, show_progress=False)
    splitter = RepeatedStratifiedKFold(n_splits=5, n_repeats=o.repeats, random_state=6)
    curve = []
    for k in range(1, o.kmax + 1):
        Xk = X[ranked[:k]].to_numpy()
        res = Parallel(n_jobs=o.jobs)(
            delayed(one_fold)(Xk, y.to_numpy(), tr, te) for tr, te in splitter.split(Xk, y)
        )
        curve.append((k, np.mean(res), np.std(res)))
    curve = pd.DataFrame(curve, columns=["k", "auc", "sd"])
    curve.to_csv(sys.stdout, index=False, float_format="%.3f")
    plt.errorbar(curve.k, curve.auc, curve.sd)
    plt.savefig("fig3.png")


if __name__ == "__main__":
    main()
