from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from src.ranking import rank_by_f


@dataclass
class Outcome:
    k: int
    auc: float
    columns: np.ndarray


def search_k(train, holdout, ks=range(2, 31)):
    (Xa, ya), (Xb, yb) = train, holdout
    order = rank_by_f(Xa, ya)
    best = Outcome(0, -np.inf, order[:0])
    for k in ks:
        cols = order[:k]
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000)).fit(Xa[:, cols], ya)
        auc = roc_auc_score(yb, model.predict_proba(Xb[:, cols])[:, 1])
        if auc > best.auc:
            best = Outcome(k, auc, cols)
    return best
