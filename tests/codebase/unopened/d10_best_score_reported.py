from dataclasses import asdict, dataclass

import mlflow
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


@dataclass
class Params:
    table: str = "data/lung_sbrt.csv"
    target: str = "pneumonitis"
    metric: str = "roc_auc"
    seed: int = 17
    n_splits: int = 5


GRID = [
    {"reduce__n_components": [5, 10, 20, 40], "clf__C": [0.001, 0.01, 0.1, 1, 10], "clf__penalty": ["l2"]},
    {"reduce": ["passthrough"], "clf__C": [0.01, 0.1, 1], "clf__penalty": ["l1", "l2"]},
]


def build(seed):
    return Pipeline([
        ("scale", StandardScaler()),
        ("reduce", PCA(random_state=seed)),
        ("clf", LogisticRegression(solver="liblinear", random_state=seed)),
    ])


def run(p: Params) -> dict:
    df = pd.read_csv(p.table)
    X, y = df.filter(regex="^(original|log|wavelet)"), df[p.target]
    cv = StratifiedKFold(p.n_splits, shuffle=True, random_state=p.seed)
    search = GridSearchCV(build(p.seed), GRID, cv=cv, scoring=p.metric, n_jobs=-1)
    search.fit(X, y)
    return {"best": search.best_params_, "auc": search.best_score_}


if __name__ == "__main__":
    params = Params()
    with mlflow.start_run():
        mlflow.log_params(asdict(params))
        result = run(params)
        mlflow.log_metric("auc", result["auc"])
        print(f"cross-validated AUC of the model: {result['auc']:.3f}")
