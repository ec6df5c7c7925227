import numpy as np
import pandas as pd
from sklearn.metrics import auc, confusion_matrix, roc_curve
from sklearn.ensemble import GradientBoostingClassifier

train = pd.read_csv("features_development.csv")
test = pd.read_csv("features_external.csv")
cols = [c for c in train.columns if "original" in c]
gb = GradientBoostingClassifier(random_state=3)
gb.fit(train[cols], train["label"])


def youden(y, p):
    fpr, tpr, thr = roc_curve(y, p)
    return thr[np.argmax(tpr - fpr)]


cut = youden(train["label"], gb.predict_proba(train[cols])[:, 1])
score = gb.predict_proba(test[cols])[:, 1]
fpr, tpr, _ = roc_curve(test["label"], score)
print("AUC", auc(fpr, tpr))
tn, fp, fn, tp = confusion_matrix(test["label"], score >= cut).ravel()
print("sens", tp / (tp + fn), "spec", tn / (tn + fp))
