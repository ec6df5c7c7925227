import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

dev = pd.read_csv("hospital_a.csv")
ext = pd.read_csv("hospital_b.csv")
sig = ["original_glcm_Contrast", "original_shape_Sphericity", "original_firstorder_Entropy"]
scaler = StandardScaler()
X_dev = scaler.fit_transform(dev[sig])
X_ext = scaler.fit_transform(ext[sig])
clf = LogisticRegression().fit(X_dev, dev["PD"])
print(roc_auc_score(ext["PD"], clf.predict_proba(X_ext)[:, 1]))
