"""Each image is normalised by itself, then features, then a pipeline."""
import glob
import os

import numpy as np
import pandas as pd
import SimpleITK as sitk
from radiomics import featureextractor
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def normalise(path):
    image = sitk.ReadImage(path)
    voxels = sitk.GetArrayFromImage(image).astype(float)
    voxels = (voxels - voxels.mean()) / voxels.std()
    out = sitk.GetImageFromArray(voxels)
    out.CopyInformation(image)
    return out


extractor = featureextractor.RadiomicsFeatureExtractor("params.yaml")
rows = []
for path in sorted(glob.glob("images/*.nii.gz")):
    features = extractor.execute(normalise(path), path.replace("images", "masks"))
    row = {k: float(v) for k, v in features.items() if k.startswith("original")}
    row["id"] = os.path.basename(path)
    rows.append(row)
table = pd.DataFrame(rows).set_index("id")
clinical = pd.read_csv("clinical.csv").set_index("id")
data = table.join(clinical[["outcome"]])
X, y = data.drop(columns="outcome"), data["outcome"]
pipe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
p = cross_val_predict(pipe, X, y, cv=StratifiedKFold(5, shuffle=True, random_state=0), method="predict_proba")[:, 1]
print(roc_auc_score(y, p))
