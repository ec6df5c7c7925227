import json
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from src.steps import STEPS

DEFAULT = {
    "table": "data/ovarian.csv",
    "target": "platinum_resistant",
    "steps": [("robust", {}), ("l1", {"C": 0.2})],
    "seed": 11,
}


def preprocess(X, y, steps):
    for name, kwargs in steps:
        X = STEPS[name](X, y, **kwargs)
    return X


def crossvalidate(X, y, seed):
    scores = []
    for tr, va in StratifiedKFold(10, shuffle=True, random_state=seed).split(X, y):
        gbm = GradientBoostingClassifier(random_state=seed).fit(X[tr], y[tr])
        scores.append(roc_auc_score(y[va], gbm.predict_proba(X[va])[:, 1]))
    return np.array(scores)


def main(cfg):
    df = pd.read_csv(cfg["table"], index_col=0)
    y = df.pop(cfg["target"]).to_numpy()
    X = preprocess(df.to_numpy(), y, cfg["steps"])
    scores = crossvalidate(X, y, cfg["seed"])
    print(json.dumps({"auc_mean": scores.mean(), "auc_sd": scores.std(ddof=1), "n_features": X.shape[1]}, indent=2))


if __name__ == "__main__":
    main({**DEFAULT, **(json.load(open(sys.argv[1])) if len(sys.argv) > 1 else {})})
