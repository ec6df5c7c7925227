"""Warthin vs pleomorphic adenoma; QC first, then classification."""
import os
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import umap
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

FIGS = "figs"
os.makedirs(FIGS, exist_ok=True)


def qc_figure(X, scanner, fname):
    Z = StandardScaler().fit_transform(X)
    pcs = PCA(10, random_state=0).fit_transform(Z)
    emb = umap.UMAP(n_neighbors=12, random_state=0).fit_transform(pcs)
    fig, ax = plt.subplots(1, 2, figsize=(9, 4))
    for s in np.unique(scanner):
        m = scanner == s
        ax[0].scatter(pcs[m, 0], pcs[m, 1], s=14, label=s)
        ax[1].scatter(emb[m, 0], emb[m, 1], s=14, label=s)
    ax[0].set_title("PCA"), ax[1].set_title("UMAP")
    ax[1].legend(fontsize=6)
    fig.savefig(os.path.join(FIGS, fname), dpi=200)
    dist = np.sqrt((pcs ** 2).sum(1))
    return dist


tab = pd.read_csv("parotid.csv", index_col="case")
# exclusions that were set before the study: tiny mask, wrong slice thickness
tab = tab[(tab["mask_voxels"] >= 64) & (tab["slice_mm"] <= 5)]
y = (tab["histology"] == "PA").astype(int)
X = tab.filter(like="original_")

far = qc_figure(X, tab["scanner"].values, "qc_all.png")
print("please look at these cases again:", list(tab.index[np.argsort(-far)[:5]]))

clf = Pipeline([
    ("z", StandardScaler()),
    ("best", SelectKBest(f_classif, k=8)),
    ("svm", SVC(C=1.0, kernel="rbf", gamma="scale")),
])
scores = cross_val_score(clf, X, y, scoring="roc_auc", cv=StratifiedKFold(5, shuffle=True, random_state=4))
print("AUC per fold", scores.round(3), "mean", scores.mean().round(3))
