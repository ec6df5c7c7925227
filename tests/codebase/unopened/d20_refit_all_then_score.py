"""Tune on the training part, deliver a final model."""
import json
import logging
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import RandomizedSearchCV, train_test_split

logger = logging.getLogger("deliver")
SPACE = {"n_estimators": [200, 500, 1000], "max_depth": [3, 5, None], "min_samples_leaf": [1, 3, 5, 10], "max_features": ["sqrt", 0.1, 0.3]}


class Delivery:
    def __init__(self, table, target, out="artifacts", seed=64):
        self.df = pd.read_csv(table, index_col=0)
        self.target, self.seed, self.out = target, seed, Path(out)

    def split(self):
        self.train, self.test = train_test_split(self.df, test_size=0.25, stratify=self.df[self.target], random_state=self.seed)
        self.columns = [c for c in self.df if c != self.target]

    def tune(self):
        search = RandomizedSearchCV(RandomForestClassifier(random_state=self.seed), SPACE, n_iter=20, cv=5, scoring="roc_auc", random_state=self.seed)
        search.fit(self.train[self.columns], self.train[self.target])
        self.template = search.best_estimator_
        logger.info("chosen %s", search.best_params_)

    def refit(self):
        self.model = clone(self.template).fit(self.df[self.columns], self.df[self.target])

    def report(self):
        p = self.model.predict_proba(self.test[self.columns])[:, 1]
        y = self.test[self.target].to_numpy()
        metrics = {"auc": roc_auc_score(y, p), "accuracy": accuracy_score(y, np.round(p))}
        self.out.mkdir(exist_ok=True)
        (self.out / "test_metrics.json").write_text(json.dumps(metrics))
        joblib.dump(self.model, self.out / "final.joblib")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    job = Delivery("data/lipo.csv", "MDM2")
    job.split()
    job.tune()
    job.refit()
    job.report()
