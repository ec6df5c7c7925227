# Osteosarcoma chemotherapy response. Center 1: training, center 2: external validation
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LassoCV
from sklearn.svm import SVC
from sklearn.metrics import roc_auc_score

c1 = pd.read_csv('center1.csv').dropna()
c2 = pd.read_csv('center2.csv').dropna()

c1_y = c1['good_responder']
c2_y = c2['good_responder']
cols = [c for c in c1.columns if c not in ('good_responder', 'name', 'date')]
c1_X = c1[cols]
c2_X = c2[cols]

scaler = StandardScaler()
c1_X = pd.DataFrame(scaler.fit_transform(c1_X), columns=cols)

las = LassoCV(cv=10, random_state=9, max_iter=50000).fit(c1_X, c1_y)
sel = [c for c, w in zip(cols, las.coef_) if w != 0]
print(len(sel), 'features')

svc = SVC(kernel='linear', probability=True, random_state=9)
svc.fit(c1_X[sel], c1_y)
print('center 1 (training) AUC', roc_auc_score(c1_y, svc.predict_proba(c1_X[sel])[:, 1]))

# external validation
c2_X = pd.DataFrame(scaler.fit_transform(c2_X), columns=cols)
p2 = svc.predict_proba(c2_X[sel])[:, 1]
print('center 2 AUC', roc_auc_score(c2_y, p2))
