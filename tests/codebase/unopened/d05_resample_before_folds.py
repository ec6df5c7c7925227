from dataclasses import dataclass
from importlib import import_module

import mlflow
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import matthews_corrcoef, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from imblearn.over_sampling import ADASYN


@dataclass
class Cfg:
    path: str = "features/renal_ct.feather"
    target: str = "oncocytoma"
    folds: int = 5
    seed: int = 314
    balance: bool = True
    leaves: int = 7


class Dataset:
    def __init__(self, cfg: Cfg):
        frame = pd.read_feather(cfg.path).set_index("uid")
        self.y = frame.pop(cfg.target).to_numpy()
        frame = frame.fillna(frame.median())
        self.X = frame.to_numpy(dtype="float32")

    def balanced(self, seed):
        sampler = ADASYN(random_state=seed, n_neighbors=4)
        self.X, self.y = sampler.fit_resample(self.X, self.y)
        return self


def main(cfg: Cfg) -> None:
    ds = Dataset(cfg)
    if cfg.balance:
        ds = ds.balanced(cfg.seed)
    cv = StratifiedKFold(cfg.folds, shuffle=True, random_state=cfg.seed)
    with mlflow.start_run(run_name="lgbm"):
        mlflow.log_params(vars(cfg))
        aucs, mccs = [], []
        for k, (tr, va) in enumerate(cv.split(ds.X, ds.y)):
            model = LGBMClassifier(num_leaves=cfg.leaves, n_estimators=200, learning_rate=0.05, random_state=cfg.seed)
            model.fit(ds.X[tr], ds.y[tr])
            prob = model.predict_proba(ds.X[va])[:, 1]
            aucs.append(roc_auc_score(ds.y[va], prob))
            mccs.append(matthews_corrcoef(ds.y[va], prob > 0.5))
            mlflow.log_metric("fold_auc", aucs[-1], step=k)
        mlflow.log_metrics({"auc": np.mean(aucs), "mcc": np.mean(mccs)})


if __name__ == "__main__":
    main(Cfg())
