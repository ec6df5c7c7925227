from dataclasses import dataclass, field

import lightgbm as lgb
import mlflow
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split


@dataclass
class BoosterConfig:
    params: dict = field(default_factory=lambda: {
        "objective": "binary", "metric": "auc", "num_leaves": 15, "learning_rate": 0.02,
        "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "verbose": -1, "seed": 40})
    rounds: int = 3000
    patience: int = 100


class Trainer:
    def __init__(self, cfg: BoosterConfig):
        self.cfg = cfg
        self.booster = None

    def fit(self, train, valid):
        dtrain = lgb.Dataset(*train)
        dvalid = lgb.Dataset(*valid, reference=dtrain)
        self.booster = lgb.train(self.cfg.params, dtrain, num_boost_round=self.cfg.rounds, valid_sets=[dvalid],
                                 callbacks=[lgb.early_stopping(self.cfg.patience), lgb.log_evaluation(0)])
        return self

    def predict(self, X):
        return self.booster.predict(X, num_iteration=self.booster.best_iteration)


def main():
    df = pd.read_parquet("data/aneurysm_rupture.parquet")
    X, y = df.drop(columns=["ruptured"]), df["ruptured"]
    X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, stratify=y, random_state=40)
    trainer = Trainer(BoosterConfig()).fit((X_tr, y_tr), (X_te, y_te))
    p = trainer.predict(X_te)
    with mlflow.start_run():
        mlflow.log_metric("test_auc", roc_auc_score(y_te, p))
        mlflow.log_metric("test_ap", average_precision_score(y_te, p))


if __name__ == "__main__":
    main()
