from dataclasses import dataclass

import mlflow
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split


@dataclass
class XgbCfg:
    eta: float = 0.03
    max_depth: int = 3
    rounds: int = 2000
    patience: int = 60
    watch_fraction: float = 0.2
    seed: int = 314


def fit_with_watch(X, y, cfg: XgbCfg) -> xgb.XGBClassifier:
    X_fit, X_watch, y_fit, y_watch = train_test_split(X, y, test_size=cfg.watch_fraction, stratify=y, random_state=cfg.seed)
    model = xgb.XGBClassifier(n_estimators=cfg.rounds, learning_rate=cfg.eta, max_depth=cfg.max_depth,
                              early_stopping_rounds=cfg.patience, eval_metric="logloss", random_state=cfg.seed)
    return model.fit(X_fit, y_fit, eval_set=[(X_watch, y_watch)], verbose=False)


def main(cfg=XgbCfg()):
    df = pd.read_parquet("data/crlm_growth_pattern.parquet").set_index("pid")
    y = df.pop("desmoplastic").to_numpy()
    X = df.to_numpy()
    aucs = []
    with mlflow.start_run():
        mlflow.log_params(vars(cfg))
        for k, (tr, te) in enumerate(StratifiedKFold(5, shuffle=True, random_state=cfg.seed).split(X, y)):
            model = fit_with_watch(X[tr], y[tr], cfg)
            aucs.append(roc_auc_score(y[te], model.predict_proba(X[te])[:, 1]))
            mlflow.log_metric("auc", aucs[-1], step=k)
        mlflow.log_metric("auc_mean", np.mean(aucs))


if __name__ == "__main__":
    main()
