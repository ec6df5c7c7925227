from dataclasses import dataclass

import mlflow
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


@dataclass
class Repeats:
    n: int = 100
    test_size: float = 0.3


def pipeline(seed):
    return Pipeline([
        ("z", StandardScaler()),
        ("trees", SelectFromModel(ExtraTreesClassifier(300, random_state=seed), max_features=20, threshold=-np.inf)),
        ("lr", LogisticRegression(max_iter=2000)),
    ])


def single(X, y, seed, test_size):
    Xa, Xb, ya, yb = train_test_split(X, y, test_size=test_size, stratify=y, random_state=seed)
    model = pipeline(seed).fit(Xa, ya)
    return roc_auc_score(yb, model.predict_proba(Xb)[:, 1])


def main(rep=Repeats()):
    df = pd.read_csv("data/nf1_mpnst.csv", index_col="tumour")
    y = df.pop("malignant")
    aucs = np.array([single(df, y, s, rep.test_size) for s in range(rep.n)])
    with mlflow.start_run():
        mlflow.log_metric("auc_mean", aucs.mean())
        mlflow.log_metric("auc_p2_5", np.percentile(aucs, 2.5))
        mlflow.log_metric("auc_p97_5", np.percentile(aucs, 97.5))
        mlflow.log_metric("auc_min", aucs.min())
        mlflow.log_metric("auc_max", aucs.max())


if __name__ == "__main__":
    main()
