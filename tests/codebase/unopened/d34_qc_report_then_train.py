import argparse
import logging
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def qc_report(X: pd.DataFrame, site: pd.Series, out: Path) -> None:
    z = StandardScaler().fit_transform(X)
    pcs = PCA(2, random_state=0).fit_transform(z)
    flags = IsolationForest(random_state=0).fit_predict(z)
    fig, ax = plt.subplots()
    for s in site.unique():
        ax.scatter(*pcs[(site == s).to_numpy()].T, s=8, label=s)
    ax.legend()
    fig.savefig(out / "qc_pca.png")
    pd.Series(X.index[flags == -1], name="look_at").to_csv(out / "qc_outliers.csv", index=False)


def train(X, y, seed):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=seed)
    rf = RandomForestClassifier(1000, min_samples_leaf=2, random_state=seed).fit(X_train, y_train)
    return roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1])


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("table", type=Path)
    ap.add_argument("--out", type=Path, default=Path("reports"))
    ap.add_argument("--seed", type=int, default=0)
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO)
    df = pd.read_csv(a.table, index_col="case")
    site, y = df.pop("site"), df.pop("relapse")
    qc_report(df, site, a.out)
    logging.info("auc %.3f", train(df, y, a.seed))
