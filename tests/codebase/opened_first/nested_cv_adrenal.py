# Adrenal incidentaloma: lipid-poor adenoma vs. non-adenoma, nested CV
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("adrenal_unenhanced.csv")
y = df["non_adenoma"].values
X = df.filter(like="original_").values

pipe = Pipeline([
    ("scale", StandardScaler()),
    ("select", SelectKBest(f_classif)),
    ("clf", LogisticRegression(solver="liblinear")),
])
param_grid = {
    "select__k": [5, 10, 20, 40],
    "clf__penalty": ["l1", "l2"],
    "clf__C": np.logspace(-3, 2, 11),
}

outer = StratifiedKFold(n_splits=10, shuffle=True, random_state=8)
inner = StratifiedKFold(n_splits=5, shuffle=True, random_state=8)
outer_auc, chosen = [], []
for fold, (tr, te) in enumerate(outer.split(X, y), start=1):
    gs = GridSearchCV(pipe, param_grid, scoring="roc_auc", cv=inner, n_jobs=-1)
    gs.fit(X[tr], y[tr])
    auc = roc_auc_score(y[te], gs.predict_proba(X[te])[:, 1])
    outer_auc.append(auc)
    chosen.append(gs.best_params_)
    print(f"fold {fold:2d}: inner {gs.best_score_:.3f}  outer {auc:.3f}  {gs.best_params_}")

print("Nested CV AUC %.3f (SD %.3f)" % (np.mean(outer_auc), np.std(outer_auc)))
pd.DataFrame(chosen).to_csv("chosen_params.csv", index=False)
