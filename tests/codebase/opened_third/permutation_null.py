"""
Is there any signal? Permutation test for pCR after SBRT.
python permutation_null.py table.csv 500
"""
import sys
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.svm import LinearSVC

path = sys.argv[1] if len(sys.argv) > 1 else "sbrt.csv"
n_perm = int(sys.argv[2]) if len(sys.argv) > 2 else 200

sbrt = pd.read_csv(path, index_col="token")
X = sbrt.iloc[:, :-1].to_numpy()
y = sbrt.iloc[:, -1].to_numpy()


def pooled_auc(X, y):
    skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=11)
    s = np.zeros(len(y))
    for a, b in skf.split(X, y):
        m = make_pipeline(RobustScaler(), SelectKBest(f_classif, k=10),
                          CalibratedClassifierCV(LinearSVC(C=0.01, dual=False), cv=3))
        s[b] = m.fit(X[a], y[a]).predict_proba(X[b])[:, 1]
    return roc_auc_score(y, s)


observed = pooled_auc(X, y)
null = []
for seed in range(n_perm):
    shuffled = np.random.default_rng(seed).permutation(y)
    null.append(pooled_auc(X, shuffled))
    if (seed + 1) % 50 == 0:
        print(seed + 1, "max of the null so far", round(max(null), 3))
null = np.array(null)
p = (1 + (null >= observed).sum()) / (1 + n_perm)
print(f"AUC {observed:.3f}, null {null.mean():.3f} (95th centile {np.percentile(null, 95):.3f}, max {null.max():.3f}), p = {p:.4f}")
np.save("null.npy", null)
