from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sksurv.linear_model import CoxnetSurvivalAnalysis
from sksurv.metrics import concordance_index_censored
from sksurv.util import Surv


@dataclass
class SurvivalCfg:
    csv: str = "data/npc_pfs.csv"
    time: str = "pfs_months"
    event: str = "progressed"
    seed: int = 80
    test_size: float = 0.3


def load(cfg):
    df = pd.read_csv(cfg.csv, index_col="pid")
    y = Surv.from_arrays(event=df[cfg.event].astype(bool), time=df[cfg.time])
    return df.drop(columns=[cfg.time, cfg.event]), y


def main(cfg=SurvivalCfg()):
    X, y = load(cfg)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=cfg.test_size, random_state=cfg.seed, stratify=y["event"])
    pipe = make_pipeline(StandardScaler(), CoxnetSurvivalAnalysis(l1_ratio=0.9, max_iter=100000))
    grid = {"coxnetsurvivalanalysis__alphas": [[a] for a in 10.0 ** np.linspace(-2.5, 0, 15)]}
    search = GridSearchCV(pipe, grid, cv=KFold(5, shuffle=True, random_state=cfg.seed), error_score=0.5)
    search.fit(X_train, y_train)
    for name, A, b in (("train", X_train, y_train), ("test", X_test, y_test)):
        c = concordance_index_censored(b["event"], b["time"], search.predict(A))[0]
        print(f"{name} C-index {c:.3f}")
    coef = search.best_estimator_[-1].coef_.ravel()
    print(X.columns[coef != 0].tolist())


if __name__ == "__main__":
    main()
