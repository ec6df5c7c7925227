import pandas as pd
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve, roc_auc_score, confusion_matrix

bpMRI = pd.read_csv('prostate_bpMRI_lesionindex.csv')   # index lesion only
y = (bpMRI['ISUP'] >= 2).astype(int)
X = bpMRI.drop(columns=['MRN', 'ISUP'])

Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.35, random_state=77, stratify=y)
z = StandardScaler()
Xa = z.fit_transform(Xa)
Xb = z.transform(Xb)

logit = LogisticRegression(penalty='l2', C=0.01, max_iter=3000)
logit.fit(Xa, ya)
pa = logit.predict_proba(Xa)[:, 1]
pb = logit.predict_proba(Xb)[:, 1]
print('AUC train/test', roc_auc_score(ya, pa), roc_auc_score(yb, pb))

fpr, tpr, thr = roc_curve(yb, pb)
cut = thr[np.argmax(tpr - fpr)]
print('optimal cutoff (Youden)', cut)

tn, fp, fn, tp = confusion_matrix(yb, pb >= cut).ravel()
print('Sensitivity', tp / (tp + fn))
print('Specificity', tn / (tn + fp))
print('PPV', tp / (tp + fp))
print('NPV', tn / (tn + fn))
