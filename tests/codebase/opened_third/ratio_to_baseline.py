# Early RT response, weekly MR-linac scans (2-6 per patient)
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit

weekly = pd.read_csv("mrl_weekly.csv").sort_values(["patient", "week"])
fcols = [c for c in weekly.columns if c.startswith("tum_")]

# relative to the first scan of the same patient
first = weekly.groupby("patient")[fcols].transform("first")
rel = weekly[fcols] / first.where(first.abs() > 1e-9)
rel = rel[weekly["week"] > 1]
info = weekly.loc[rel.index, ["patient", "week", "ned12"]]

# texture block as shares of its row sum, log of the rest
glcm = [c for c in fcols if "_glcm_" in c]
shares = rel[glcm].abs()
rel[glcm] = shares.div(shares.sum(axis=1), axis=0)
other = [c for c in fcols if c not in glcm]
rel[other] = np.log(rel[other].clip(lower=0.01, upper=100))
X = rel.assign(week=info["week"]).to_numpy()
y = info["ned12"].to_numpy()
g = info["patient"].to_numpy()

print(len(np.unique(g)), "patients,", len(X), "follow-up scans")
print("scans per patient:", pd.Series(g).value_counts().describe()[["min", "mean", "max"]].to_dict())


def usable(out):
    return out.y.nunique() == 2


per_patient = []
for tr, te in GroupShuffleSplit(n_splits=50, test_size=0.25, random_state=90).split(X, y, g):
    assert not set(g[tr]) & set(g[te])
    h = HistGradientBoostingClassifier(max_iter=60, max_depth=2, l2_regularization=5, random_state=90).fit(X[tr], y[tr])
    out = pd.DataFrame({"g": g[te], "y": y[te], "p": h.predict_proba(X[te])[:, 1]}).groupby("g").mean()
    if usable(out):
        per_patient.append(roc_auc_score(out.y, out.p))
print("AUC per patient, 50 splits: mean %.3f, SD %.3f" % (np.mean(per_patient), np.std(per_patient)))
