"""Lymphoma vs reactive splenomegaly. Cross-validation first, then the model for the web calculator."""
import joblib
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_selection import SelectPercentile, f_classif
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

df = pd.read_feather("spleen.feather").set_index("pid")
label = df.pop("lymphoma").to_numpy()
names = df.columns.to_numpy()
mat = df.to_numpy(dtype=float)


def train(mat, label):
    scaler = StandardScaler().fit(mat)
    sel = SelectPercentile(f_classif, percentile=5).fit(scaler.transform(mat), label)
    gb = HistGradientBoostingClassifier(max_iter=80, max_depth=3, learning_rate=0.05, random_state=5)
    gb.fit(sel.transform(scaler.transform(mat)), label)
    return {"scaler": scaler, "sel": sel, "gb": gb}


def predict(bundle, mat):
    return bundle["gb"].predict_proba(bundle["sel"].transform(bundle["scaler"].transform(mat)))[:, 1]


skf = StratifiedKFold(n_splits=10, shuffle=True, random_state=5)
fold_auc = np.zeros(10)
for k, (a, b) in enumerate(skf.split(mat, label)):
    fold_auc[k] = roc_auc_score(label[b], predict(train(mat[a], label[a]), mat[b]))
print(f"CV-AUC {fold_auc.mean():.3f} [{fold_auc.min():.3f}-{fold_auc.max():.3f}]")

# model for the calculator: all patients
final = train(mat, label)
print("final uses:", ", ".join(names[final["sel"].get_support()]))
joblib.dump(final, "webcalc/spleen_model.joblib")
with open("webcalc/version.txt", "w") as fh:
    fh.write("2022-06, n=%d, cv auc %.3f\n" % (len(label), fold_auc.mean()))
