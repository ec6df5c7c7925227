"""Alzheimer conversion, hippocampal texture, 1.5T/3T of three vendors."""
import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.feature_selection import SequentialFeatureSelector

TABLE = "adni_like_baseline.tsv"
HEMI = ("L", "R")


def asymmetry(frame, base):
    """(L-R)/(L+R) of one patient"""
    left, right = frame[f"L_{base}"], frame[f"R_{base}"]
    return (left - right) / (left + right).replace(0, np.nan)


def scannerFree(frame, feats, by="scanner"):
    g = frame.groupby(by)[feats]
    frame = frame.copy()
    frame[feats] = (frame[feats] - g.transform("mean")) / g.transform("std")
    return frame


def describe(frame, title):
    """for the flow chart"""
    conv = frame["converter"]
    print(f"{title}: n={len(frame)}, converters {conv.sum()} ({100 * conv.mean():.0f} %)")
    print(frame.groupby("scanner")["converter"].agg(["size", "mean"]).round(2))


def boot(y, s, n=2000):
    g = np.random.default_rng(0)
    y, s = np.asarray(y), np.asarray(s)
    a = []
    while len(a) < n:
        i = g.integers(0, y.size, y.size)
        if y[i].any() and not y[i].all():
            a.append(roc_auc_score(y[i], s[i]))
    return np.quantile(a, [0.025, 0.975]).round(3)


raw = pd.read_csv(TABLE, sep="\t")
assert raw["ptid"].is_unique
raw["converter"] = (raw["months_to_ad"] <= 36).astype(int)

bases = sorted({c[2:] for c in raw.columns if c[:2] in ("L_", "R_")})
for bname in bases:
    raw["A_" + bname] = asymmetry(raw, bname).fillna(0.0)
feats = [c for c in raw.columns if c[:2] in ("L_", "R_", "A_")]

# small scanners together, otherwise no SD
n_per = raw["scanner"].value_counts()
raw["scanner"] = raw["scanner"].where(raw["scanner"].map(n_per) >= 10, "other")
flat = scannerFree(raw, feats)

tr, te = train_test_split(flat, test_size=1 / 3, stratify=flat["converter"], random_state=909)
describe(tr, "training")
describe(te, "test")
lda = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
sfs = SequentialFeatureSelector(lda, n_features_to_select=8, cv=5, scoring="roc_auc").fit(tr[feats], tr["converter"])
use = [f for f, s in zip(feats, sfs.get_support()) if s]
lda.fit(tr[use], tr["converter"])
print(use)
print("AUC  %.3f" % roc_auc_score(te["converter"], lda.decision_function(te[use])))
print("     ", boot(te["converter"], lda.decision_function(te[use])))
print("bACC %.3f" % balanced_accuracy_score(te["converter"], lda.predict(te[use])))
