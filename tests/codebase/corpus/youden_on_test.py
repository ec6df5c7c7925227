import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.ensemble import GradientBoostingClassifier

train = pd.read_csv("features_development.csv")
test = pd.read_csv("features_external.csv")
cols = [c for c in train.columns if "original" in c]
gb = GradientBoostingClassifier(random_state=3)
gb.fit(train[cols], train["label"])
score = gb.predict_proba(test[cols])[:, 1]
print("AUC", roc_auc_score(test["label"], score))

fpr, tpr, thr = roc_curve(test["label"], score)
cut = thr[np.argmax(tpr - fpr)]
pred = (score >= cut).astype(int)
tn, fp, fn, tp = confusion_matrix(test["label"], pred).ravel()
print("sens", tp / (tp + fn), "spec", tn / (tn + fp))
