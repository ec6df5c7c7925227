# Delta radiomics pembrolizumab: response at next staging
# each row = visit k vs baseline of the same patient
import glob
import re
import numpy as np
import pandas as pd
from sklearn.preprocessing import PowerTransformer
from sklearn.model_selection import ShuffleSplit
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import roc_auc_score

rows = []
for fn in sorted(glob.glob("visits/*.csv")):
    pat, visit = re.match(r".*/(P\d+)_V(\d+)\.csv$", fn).groups()
    rec = pd.read_csv(fn, header=None, index_col=0).squeeze("columns")
    rec.name = (pat, int(visit))
    rows.append(rec)
vis = pd.DataFrame(rows)
vis.index = pd.MultiIndex.from_tuples(vis.index, names=["pat", "visit"])

base = vis.xs(0, level="visit")
delta = []
for (pat, k), r in vis.iterrows():
    if k == 0 or pat not in base.index:
        continue
    d = (r - base.loc[pat]) / base.loc[pat].abs().clip(lower=1e-6)
    delta.append(d.rename((pat, k)))
delta = pd.DataFrame(delta)
resp = pd.read_csv("staging.csv", index_col=["pat", "visit"])["PD_next"]
resp = resp.reindex(delta.index)
ok = resp.notna()
delta, resp = delta[ok.values], resp[ok].astype(int)
print(len(delta), "visits")

X_all = PowerTransformer().fit_transform(delta.values)
y_all = resp.values


def ridge_path(X, y, lams=(0.1, 1, 10, 100, 1000)):
    """shrinkage figure for the supplement, not used below"""
    import matplotlib.pyplot as plt
    W = np.array([RidgeClassifier(alpha=a).fit(X, y).coef_.ravel() for a in lams])
    plt.semilogx(lams, W[:, :40])
    plt.savefig("ridge_path.png")
    plt.close()


# ridge_path(X_all, y_all)
parts = ShuffleSplit(n_splits=100, test_size=0.2, random_state=15)
auc = []
for idx_tr, idx_te in parts.split(X_all):
    ridge = RidgeClassifier(alpha=30.0).fit(X_all[idx_tr], y_all[idx_tr])
    auc.append(roc_auc_score(y_all[idx_te], ridge.decision_function(X_all[idx_te])))
print("AUC median %.3f IQR %.3f-%.3f" % tuple(np.percentile(auc, [50, 25, 75])))
