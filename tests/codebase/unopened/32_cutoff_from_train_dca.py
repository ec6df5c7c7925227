import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import roc_curve, roc_auc_score, confusion_matrix

bm = pd.read_csv('bone_marrow_myeloma.csv')
X = bm.drop(columns=['highrisk_cyto', 'ID'])
y = bm['highrisk_cyto'].values
Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=0.3, random_state=55, stratify=y)
std = StandardScaler().fit(Xtr)
lr = LogisticRegression(penalty='l1', solver='liblinear', C=0.2, random_state=55).fit(std.transform(Xtr), ytr)
ptr = lr.predict_proba(std.transform(Xtr))[:, 1]
pte = lr.predict_proba(std.transform(Xte))[:, 1]

f, t, th = roc_curve(ytr, ptr)
cut = th[np.argmax(t - f)]
print('cutoff from training', cut)
for nm, yy, pp in [('train', ytr, ptr), ('test', yte, pte)]:
    tn, fp, fn, tp = confusion_matrix(yy, pp >= cut).ravel()
    print(nm, 'AUC', roc_auc_score(yy, pp), 'SEN', tp / (tp + fn), 'SPE', tn / (tn + fp))

# decision curve
pt = np.arange(0.01, 0.99, 0.01)
n = len(yte)
nb = []
for c in pt:
    tp = np.sum((pte >= c) & (yte == 1))
    fp = np.sum((pte >= c) & (yte == 0))
    nb.append(tp / n - fp / n * c / (1 - c))
plt.plot(pt, nb, label='radiomics')
plt.plot(pt, yte.mean() - (1 - yte.mean()) * pt / (1 - pt), label='all')
plt.axhline(0, color='k')
plt.ylim(-0.1, 0.5)
plt.legend()
plt.savefig('DCA.png')
