import optuna
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.feature_selection import VarianceThreshold


class Objective:
    def __init__(self, X, y, seed):
        self.X, self.y, self.seed = X, y, seed
        self.cv = StratifiedKFold(5, shuffle=True, random_state=seed)

    def build(self, params):
        return Pipeline([("var", VarianceThreshold()), ("lgbm", LGBMClassifier(**params, random_state=self.seed, verbose=-1))])

    def __call__(self, trial):
        params = {
            "num_leaves": trial.suggest_int("num_leaves", 3, 31),
            "n_estimators": trial.suggest_int("n_estimators", 50, 500),
            "min_child_samples": trial.suggest_int("min_child_samples", 5, 40),
            "reg_alpha": trial.suggest_float("reg_alpha", 1e-3, 10, log=True),
        }
        return cross_val_score(self.build(params), self.X, self.y, cv=self.cv, scoring="roc_auc").mean()


def main(seed=1001):
    df = pd.read_csv("data/tace_response.csv", index_col="pid")
    y = df.pop("objective_response")
    X_train, X_test, y_train, y_test = train_test_split(df, y, test_size=0.25, stratify=y, random_state=seed)
    objective = Objective(X_train, y_train, seed)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(objective, n_trials=60)
    final = objective.build(study.best_params).fit(X_train, y_train)
    print("tuning AUC", study.best_value)
    print("test AUC", roc_auc_score(y_test, final.predict_proba(X_test)[:, 1]))


if __name__ == "__main__":
    main()
