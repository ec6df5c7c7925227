import logging

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

logger = logging.getLogger("sarcoma")
CFG = {"table": "sts_grade.csv", "target": "grade_high", "index": "case", "threshold": 0.85, "seed": 2023}


class CorrelationFilter(BaseEstimator, TransformerMixin):
    """Drop the later one of each pair of columns with |r| above the threshold."""

    def __init__(self, threshold: float = 0.9):
        self.threshold = threshold

    def fit(self, X, y=None):
        r = np.abs(np.corrcoef(np.asarray(X), rowvar=False))
        upper = np.triu(r, k=1)
        self.keep_ = np.flatnonzero(~(upper > self.threshold).any(axis=0))
        return self

    def transform(self, X):
        return np.asarray(X)[:, self.keep_]


def load(cfg):
    frame = pd.read_csv(cfg["table"], index_col=cfg["index"])
    return frame.drop(columns=cfg["target"]), frame[cfg["target"]]


def main(cfg):
    X, y = load(cfg)
    prep = Pipeline([("scale", StandardScaler()), ("decorrelate", CorrelationFilter(cfg["threshold"]))])
    Xp = prep.fit_transform(X)
    logger.info("%d -> %d features", X.shape[1], Xp.shape[1])
    Xa, Xb, ya, yb = train_test_split(Xp, y, test_size=0.3, random_state=cfg["seed"], stratify=y)
    clf = LogisticRegression(C=0.05, max_iter=5000).fit(Xa, ya)
    metrics = {
        "auc": roc_auc_score(yb, clf.predict_proba(Xb)[:, 1]),
        "bacc": balanced_accuracy_score(yb, clf.predict(Xb)),
    }
    logger.info("test %s", metrics)
    return metrics


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main(CFG)
