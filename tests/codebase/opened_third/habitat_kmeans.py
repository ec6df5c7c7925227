"""Habitats inside each tumour (ADC x Ktrans), then habitat fractions -> progression."""
import pathlib
import numpy as np
import nibabel as nib
import pandas as pd
from scipy.ndimage import gaussian_filter
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROOT = pathlib.Path("bids/derivatives/habitats")
K = 4


def read(case, what):
    return nib.load(case / f"{what}.nii.gz").get_fdata(dtype=np.float32)


def habitats(case):
    mask = read(case, "roi") > 0.5
    vox = np.stack([gaussian_filter(read(case, c), 0.7)[mask] for c in ("adc", "ktrans", "ve")], axis=1)
    vox = StandardScaler().fit_transform(vox)
    km = KMeans(K, n_init=5, random_state=0).fit(vox)
    # order of clusters by ADC, so that habitat 1 means the same in everybody
    order = np.argsort(km.cluster_centers_[:, 0])
    lab = np.empty_like(km.labels_)
    for new, old in enumerate(order):
        lab[km.labels_ == old] = new
    frac = np.bincount(lab, minlength=K) / len(lab)
    within = [vox[lab == h].std(axis=0) for h in range(K)]
    d = {f"frac_{h}": frac[h] for h in range(K)}
    for h in range(K):
        d.update({f"sd_{h}_{n}": s for n, s in zip(("adc", "ktrans", "ve"), within[h])})
    d["entropy"] = -np.sum(frac * np.log(frac + 1e-9))
    return d


cases = sorted(p for p in ROOT.iterdir() if p.is_dir())
hab = pd.DataFrame([habitats(c) for c in cases], index=[c.name for c in cases])
prog = pd.read_csv(ROOT / "participants.tsv", sep="\t", index_col=0)["progression"].reindex(hab.index)
print(hab.describe().round(2))

est = make_pipeline(StandardScaler(), SelectKBest(f_classif, k=5),
                    RandomForestClassifier(300, min_samples_leaf=5, random_state=0))
p = cross_val_predict(est, hab, prog, cv=StratifiedKFold(5, shuffle=True, random_state=0), method="predict_proba")
print("AUC", roc_auc_score(prog, p[:, 1]))
