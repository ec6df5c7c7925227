import json

from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from src.cohorts import load
from src.prep import make_prep


def develop(cfg):
    X, y = load("internal")
    prep = make_prep()
    model = LogisticRegression(C=cfg["C"], max_iter=10000).fit(prep.fit_transform(X), y)
    return prep, model, list(X.columns)


def validate(prep, model, columns):
    X, y = load("external")
    Z = prep.fit_transform(X[columns])
    p = model.predict_proba(Z)[:, 1]
    return {"auc": roc_auc_score(y, p), "brier": brier_score_loss(y, p)}


if __name__ == "__main__":
    prep, model, columns = develop({"C": 0.02})
    print(json.dumps(validate(prep, model, columns), indent=1))
