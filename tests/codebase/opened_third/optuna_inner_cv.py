import optuna
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split

# bone age outliers -> fracture risk, QCT
class Study:
    def __init__(self, csv, seed=0):
        frame = pd.read_csv(csv).set_index("who")
        self.seed = seed
        self.y = frame.pop("fracture5y")
        self.X = frame
        self.parts = train_test_split(self.X, self.y, test_size=0.3, stratify=self.y, random_state=seed)

    def _clf(self, **kw):
        return xgb.XGBClassifier(eval_metric="logloss", random_state=self.seed, n_jobs=2, **kw)

    def _goal(self, trial):
        Xtr, _, ytr, _ = self.parts
        kw = {
            "n_estimators": trial.suggest_int("n_estimators", 30, 400),
            "max_depth": trial.suggest_int("max_depth", 1, 5),
            "learning_rate": trial.suggest_float("learning_rate", 0.005, 0.3, log=True),
            "min_child_weight": trial.suggest_int("min_child_weight", 1, 12),
            "gamma": trial.suggest_float("gamma", 0.0, 4.0),
        }
        cv = StratifiedKFold(5, shuffle=True, random_state=self.seed)
        return cross_val_score(self._clf(**kw), Xtr, ytr, cv=cv, scoring="roc_auc").mean()

    def tune(self, trials=100):
        st = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=self.seed))
        st.optimize(self._goal, n_trials=trials)
        print("inner CV of the best trial: %.3f (not reported)" % st.best_value)
        return st.best_params

    def final(self, params):
        Xtr, Xte, ytr, yte = self.parts
        p = self._clf(**params).fit(Xtr, ytr).predict_proba(Xte)[:, 1]
        return {"auc": roc_auc_score(yte, p), "brier": brier_score_loss(yte, p), "n": len(yte)}


if __name__ == "__main__":
    s = Study("qct_vertebra.csv", seed=14)
    print(s.final(s.tune(150)))
