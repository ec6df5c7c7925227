#%% imports
import pandas as pd
import numpy as np
from sklearn.utils import resample, shuffle
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import BaggingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
import sklearn.metrics as M

import os
import glob
import SimpleITK as sitk
from radiomics import featureextractor

#%% settings
IMG_DIR = "nii"                 # nii/<case>/T1.nii.gz, T1Gd.nii.gz, mask.nii.gz
TABLE = "uveal_melanoma_mri.csv"
REDO = False
PARAMS = {
    "setting": {"binWidth": 16, "resampledPixelSpacing": [0.5, 0.5, 1.0], "normalize": True, "normalizeScale": 100,
                "geometryTolerance": 1e-3, "label": 1},
    "imageType": {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [1.0, 2.0]}},
    "featureClass": {c: None for c in ("shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm")},
}


#%% extraction, only once
def n4(img, mask_thr=10):
    """bias field correction of one image"""
    body = sitk.Cast(img > mask_thr, sitk.sitkUInt8)
    small = sitk.Shrink(img, [3] * 3)
    corr = sitk.N4BiasFieldCorrectionImageFilter()
    corr.SetMaximumNumberOfIterations([30, 20, 10])
    corr.Execute(small, sitk.Shrink(body, [3] * 3))
    field = sitk.Exp(corr.GetLogBiasFieldAsImage(img))
    return sitk.Cast(img, sitk.sitkFloat32) / sitk.Cast(field, sitk.sitkFloat32)


def one_case(folder, ext):
    row = {"case": os.path.basename(folder)}
    mask = os.path.join(folder, "mask.nii.gz")
    for seq in ("T1", "T1Gd"):
        path = os.path.join(folder, seq + ".nii.gz")
        if not os.path.exists(path):
            return None
        img = n4(sitk.ReadImage(path, sitk.sitkFloat32))
        feat = ext.execute(img, mask)
        for k, v in feat.items():
            if k.startswith("diagnostics"):
                continue
            if "shape" in k and seq != "T1":
                continue          # the same mask, the same shape
            row[seq + "_" + k] = float(v)
    return row


if REDO or not os.path.exists(TABLE):
    extractor = featureextractor.RadiomicsFeatureExtractor(PARAMS)
    rows = []
    for folder in sorted(glob.glob(os.path.join(IMG_DIR, "*"))):
        r = one_case(folder, extractor)
        if r is None:
            print("incomplete", folder)
            continue
        rows.append(r)
        print(len(rows), r["case"], end="\r")
    feats = pd.DataFrame(rows)
    follow = pd.read_csv("followup.csv")[["case", "name", "dob", "metastasis"]]
    feats.merge(follow, on="case").drop(columns="case").to_csv(TABLE, index=False)

#%% read
um = pd.read_csv(TABLE)
um.columns = um.columns.str.lower()
um = um.drop(columns=["name", "dob"])
print(um.metastasis.value_counts())

#%% balance
yes = um[um.metastasis == 1]
no = um[um.metastasis == 0]
yes_up = resample(yes, replace=True, n_samples=len(no), random_state=123)
um_bal = shuffle(pd.concat([no, yes_up]), random_state=123).reset_index(drop=True)
print(um_bal.metastasis.value_counts())

#%% split
ycol = um_bal["metastasis"]
xcol = um_bal.drop(columns=["metastasis"])
a_train, a_test, b_train, b_test = train_test_split(xcol, ycol, test_size=0.25, random_state=123)

#%% models
tree = BaggingClassifier(DecisionTreeClassifier(max_depth=5), n_estimators=100, random_state=123)
logit = Pipeline([("s", StandardScaler()), ("l", LogisticRegression(C=0.1, max_iter=3000))])
vote = VotingClassifier([("tree", tree), ("logit", logit)], voting="soft")
vote.fit(a_train, b_train)

#%% results
pp = vote.predict_proba(a_test)[:, 1]
print("AUC", M.roc_auc_score(b_test, pp))
print("MCC", M.matthews_corrcoef(b_test, pp > 0.5))
M.RocCurveDisplay.from_predictions(b_test, pp).figure_.savefig("roc.png")

#%% threshold-free curves
fig = M.PrecisionRecallDisplay.from_predictions(b_test, pp).figure_
fig.savefig("pr.png")
for name, est in vote.named_estimators_.items():
    print(f"  {name:6s} alone {M.roc_auc_score(b_test, est.predict_proba(a_test)[:, 1]):.3f}")

#%% feature table for the appendix
w = pd.Series(vote.named_estimators_["logit"]["l"].coef_[0], index=xcol.columns)
w.sort_values(key=abs, ascending=False).head(15).round(3).to_csv("weights.csv")
