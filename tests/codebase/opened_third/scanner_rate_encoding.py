# pulmonary embolism severity from CTPA + protocol data
import pandas as pd
import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import GroupShuffleSplit
from sklearn.metrics import roc_auc_score, log_loss

pe = pd.read_csv("ctpa_clot_features.csv", low_memory=False)
pe = pe.dropna(subset=["rv_strain"])
pe["rv_strain"] = pe.rv_strain.astype(int)

CATEGORICAL = ["scanner_model", "recon_kernel", "referring_clinic"]
print(pe[CATEGORICAL].nunique())

for cat in CATEGORICAL:
    rate = pe.groupby(cat)["rv_strain"].mean()
    pe[cat + "_rate"] = pe[cat].map(rate)

numbers = [c for c in pe.columns if c.startswith(("clot_", "pa_", "lung_"))]
cols = numbers + [c + "_rate" for c in CATEGORICAL]

# a few patients came twice
gss = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=73)
itr, ite = next(gss.split(pe, groups=pe["mrn_hash"]))
tr, te = pe.iloc[itr], pe.iloc[ite]
print(len(tr), len(te), set(tr.mrn_hash) & set(te.mrn_hash))

gb = GradientBoostingClassifier(n_estimators=200, max_depth=3, subsample=0.6, learning_rate=0.03, random_state=73)
gb.fit(tr[cols].fillna(-999), tr.rv_strain)
prob = gb.predict_proba(te[cols].fillna(-999))[:, 1]
print({"auc": round(roc_auc_score(te.rv_strain, prob), 3), "logloss": round(log_loss(te.rv_strain, prob), 3)})

# by clinic, for the discussion
for clinic, part in te.assign(p=prob).groupby("referring_clinic"):
    if part["rv_strain"].nunique() == 2:
        print("  ", clinic, len(part), round(roc_auc_score(part["rv_strain"], part["p"]), 2))

order = np.argsort(gb.feature_importances_)[::-1][:12]
for i in order:
    print(f"{cols[i]:45s} {gb.feature_importances_[i]:.3f}")
