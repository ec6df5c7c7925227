"""Borderline vs malignant ovarian tumours.

Clinical model, radiomics model and combined model, as registered in the protocol. Same folds for all.
"""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.compose import ColumnTransformer
from sklearn.feature_selection import SelectFromModel
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

df = pd.read_csv("ovary.csv").set_index("study_no")
y = df["malignant"].to_numpy()
NUM = ["age", "ca125", "he4"]
CAT = ["menopause", "ascites", "laterality"]
RAD = [c for c in df.columns if c.startswith("rad_")]


def l1():
    return SelectFromModel(LogisticRegression(penalty="l1", C=0.2, solver="liblinear", random_state=0))


num = Pipeline([("imp", SimpleImputer(strategy="median")), ("z", StandardScaler())])
cat = OneHotEncoder(handle_unknown="ignore")
rad = Pipeline([("z", StandardScaler()), ("l1", l1())])


def build(blocks):
    return Pipeline([("cols", ColumnTransformer(blocks)), ("lr", LogisticRegression(max_iter=4000))])


MODELS = {
    "clinical": [("num", num, NUM), ("cat", cat, CAT)],
    "radiomics": [("rad", rad, RAD)],
    "combined": [("num", num, NUM), ("cat", cat, CAT), ("rad", rad, RAD)],
}

folds = list(StratifiedKFold(5, shuffle=True, random_state=12).split(df, y))
oof = pd.DataFrame(index=df.index)
for name, blocks in MODELS.items():
    p = np.full(len(df), np.nan)
    for a, b in folds:
        p[b] = build(blocks).fit(df.iloc[a], y[a]).predict_proba(df.iloc[b])[:, 1]
    oof[name] = p
    print(f"{name:10s} {roc_auc_score(y, p):.3f}")

rng = np.random.default_rng(12)
diff = []
for _ in range(2000):
    i = rng.integers(0, len(y), len(y))
    if len(set(y[i])) == 2:
        diff.append(roc_auc_score(y[i], oof["combined"].values[i]) - roc_auc_score(y[i], oof["clinical"].values[i]))
print("combined - clinical:", np.percentile(diff, [2.5, 50, 97.5]).round(3))
oof.to_csv("oof_three_models.csv")


# ---------------------------------------------------------------- DeLong
def midrank(x):
    j = np.argsort(x)
    z = x[j]
    r = np.zeros(len(x))
    i = 0
    while i < len(x):
        k = i
        while k < len(x) and z[k] == z[i]:
            k += 1
        r[i:k] = 0.5 * (i + k - 1) + 1
        i = k
    out = np.empty(len(x))
    out[j] = r
    return out


def delong(y, a, b):
    """z and p for the difference of two correlated AUCs"""
    pos, neg = y == 1, y == 0
    m, n = pos.sum(), neg.sum()
    v01, v10, aucs = [], [], []
    for s in (a, b):
        tx, ty, tz = midrank(s[pos]), midrank(s[neg]), midrank(np.r_[s[pos], s[neg]])
        aucs.append(tz[:m].sum() / (m * n) - (m + 1) / (2 * n))
        v01.append((tz[:m] - tx) / n)
        v10.append(1 - (tz[m:] - ty) / m)
    cov = np.cov(v01) / m + np.cov(v10) / n
    z = (aucs[0] - aucs[1]) / np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    return z, 2 * norm.sf(abs(z))


for a, b in (("combined", "clinical"), ("combined", "radiomics"), ("radiomics", "clinical")):
    z, pv = delong(y, oof[a].to_numpy(), oof[b].to_numpy())
    print(f"DeLong {a} vs {b}: z={z:.2f} p={pv:.3f}")

# ---------------------------------------------------------------- reclassification
def idi(y, old, new):
    return (new[y == 1].mean() - new[y == 0].mean()) - (old[y == 1].mean() - old[y == 0].mean())


def nri_free(y, old, new):
    up, down = new > old, new < old
    return (up[y == 1].mean() - down[y == 1].mean()) + (down[y == 0].mean() - up[y == 0].mean())


old, new = oof["clinical"].to_numpy(), oof["combined"].to_numpy()
print(f"IDI {idi(y, old, new):.3f}  continuous NRI {nri_free(y, old, new):.3f}")

# ---------------------------------------------------------------- figures
fig, (ax1, ax2, ax3) = plt.subplots(1, 3, figsize=(12, 4))
for name in oof:
    fpr, tpr, _ = roc_curve(y, oof[name])
    ax1.plot(fpr, tpr, label=name)
    q = pd.qcut(oof[name], 8, duplicates="drop")
    cal = pd.DataFrame({"p": oof[name], "y": y}).groupby(q, observed=True).mean()
    ax2.plot(cal.p, cal.y, "o-", label=name)
    pts = np.linspace(0.02, 0.7, 50)
    nb = [((oof[name] >= t) & (y == 1)).mean() - ((oof[name] >= t) & (y == 0)).mean() * t / (1 - t) for t in pts]
    ax3.plot(pts, nb, label=name)
ax3.plot(pts, [y.mean() - (1 - y.mean()) * t / (1 - t) for t in pts], "k:", label="treat all")
ax3.set_ylim(-0.05, y.mean() + 0.02)
for ax, t in ((ax1, "ROC"), (ax2, "calibration"), (ax3, "decision curve")):
    ax.set_title(t)
    ax.legend(fontsize=7)
fig.tight_layout()
fig.savefig("figure2.png", dpi=300)
