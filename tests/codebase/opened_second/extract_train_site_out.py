#!/usr/bin/env python3
# extraction + model in one go (takes a night)
import glob
import os
import SimpleITK as sitk
import numpy as np
import pandas as pd
from radiomics import featureextractor, setVerbosity
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

setVerbosity(60)
BASE = os.environ.get("HCC_DATA", "data")
CACHE = "cache_features.csv"
SETTINGS = {
    "binWidth": 25,
    "resampledPixelSpacing": [1, 1, 1],
    "interpolator": sitk.sitkBSpline,
    "normalize": False,
}


def norm_one(img):
    """z-score inside the liver of the same patient"""
    a = sitk.GetArrayFromImage(img).astype(np.float32)
    body = a[a > -200]
    a = np.clip((a - body.mean()) / body.std(), -5, 5) * 100
    out = sitk.GetImageFromArray(a)
    out.CopyInformation(img)
    return out


def extract_all():
    ex = featureextractor.RadiomicsFeatureExtractor(**SETTINGS)
    ex.enableImageTypeByName("LoG", customArgs={"sigma": [2.0, 4.0]})
    rows = []
    for folder in sorted(glob.glob(os.path.join(BASE, "*", "*"))):
        site, pid = folder.split(os.sep)[-2:]
        try:
            img = norm_one(sitk.ReadImage(os.path.join(folder, "art.nii.gz")))
            res = ex.execute(img, os.path.join(folder, "tumour.nii.gz"))
        except Exception as err:
            print("failed", pid, err)
            continue
        row = {k: float(v) for k, v in res.items() if not k.startswith("diagnostics")}
        rows.append({"pid": pid, "site": site, **row})
    return pd.DataFrame(rows)


if os.path.exists(CACHE):
    tab = pd.read_csv(CACHE)
else:
    tab = extract_all()
    tab.to_csv(CACHE, index=False)

lab = pd.read_csv(os.path.join(BASE, "labels.csv"))[["pid", "response"]]
tab = tab.merge(lab, on="pid")
feats = [c for c in tab.columns if c not in ("pid", "site", "response")]
dev, ext = tab[tab.site != "C"], tab[tab.site == "C"]

model = make_pipeline(
    StandardScaler(),
    LogisticRegressionCV(Cs=20, cv=5, penalty="l1", solver="saga", max_iter=10000, scoring="roc_auc", random_state=3),
)
model.fit(dev[feats], dev.response)
print("external site AUC", round(roc_auc_score(ext.response, model.predict_proba(ext[feats])[:, 1]), 3))
