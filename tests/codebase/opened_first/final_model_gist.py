"""GIST mitotic index: honest estimate first, then the model to be published."""
import json

import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer

SEED = 20230301


def make():
    cv = StratifiedKFold(5, shuffle=True, random_state=SEED)
    return Pipeline([
        ("yj", PowerTransformer()),
        ("enet", LogisticRegressionCV(
            penalty="elasticnet", solver="saga", l1_ratios=[0.2, 0.5, 0.8],
            Cs=8, cv=cv, scoring="neg_log_loss", max_iter=8000)),
    ])


df = pd.read_csv("gist_portal_venous.csv").set_index("PatientID")
y = (df.pop("mitoses_50hpf") > 5).astype(int)
X = df.select_dtypes("number")

# 1. performance
outer = StratifiedKFold(5, shuffle=True, random_state=SEED + 1)
auc = cross_val_score(make(), X, y, cv=outer, scoring="roc_auc")
print("cross-validated AUC", auc.round(3), auc.mean().round(3))

# 2. final model on all patients, coefficients for the supplement
final = make()
final.fit(X, y)
joblib.dump(final, "gist_mitotic_model.joblib")
beta = pd.Series(final.named_steps["enet"].coef_[0], index=X.columns)
beta[beta != 0].to_csv("table_S4_coefficients.csv")
with open("performance.json", "w") as fh:
    json.dump({"auc_mean": float(auc.mean()), "auc_folds": auc.tolist()}, fh, indent=2)
