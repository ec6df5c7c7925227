# Local failure after SRS, several mets per patient -> group by patient
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

mets = pd.read_csv("brainmets_srs_features.csv")
print(len(mets), "lesions in", mets["patient"].nunique(), "patients")

y = mets["local_failure"].to_numpy()
groups = mets["patient"].to_numpy()
X = mets.drop(columns=["patient", "lesion", "local_failure", "srs_date"])

model = make_pipeline(
    SimpleImputer(strategy="mean", add_indicator=True),
    RandomForestClassifier(n_estimators=400, min_samples_leaf=3, random_state=17),
)

gkf = GroupKFold(n_splits=5)
oof = np.full(len(y), np.nan)
for tr, te in gkf.split(X, y, groups):
    assert not set(groups[tr]) & set(groups[te])
    model.fit(X.iloc[tr], y[tr])
    oof[te] = model.predict_proba(X.iloc[te])[:, 1]

print("pooled lesion-level AUC", round(roc_auc_score(y, oof), 3))

# patient bootstrap for the interval
rng = np.random.default_rng(17)
ids = np.unique(groups)
boot = []
for _ in range(1000):
    pick = rng.choice(ids, size=len(ids), replace=True)
    rows = np.concatenate([np.flatnonzero(groups == g) for g in pick])
    if len(np.unique(y[rows])) == 2:
        boot.append(roc_auc_score(y[rows], oof[rows]))
print("95% CI", np.percentile(boot, [2.5, 97.5]).round(3))
