"""fat-poor AML vs ccRCC, 3-phase CT. LOO because n=81."""
import sys
import numpy as np
from numpy import genfromtxt
from skrebate import ReliefF
from sklearn.svm import SVC

TOP = 20

raw = genfromtxt(sys.argv[1] if len(sys.argv) > 1 else 'aml_ccrcc.csv', delimiter=',', skip_header=1)
Y = raw[:, 1].astype(int)          # col 0 = id, col 1 = class
F = raw[:, 2:]
n, m = F.shape
print('cases', n, 'features', m)

fs = ReliefF(n_neighbors=10, n_jobs=-1)
fs.fit(F, Y)
order = np.argsort(fs.feature_importances_)[::-1]
F = F[:, order[:TOP]]


def standardize(a, b):
    m_, s_ = a.mean(0), a.std(0)
    s_[s_ == 0] = 1
    return (a - m_) / s_, (b - m_) / s_


pred = np.empty(n)
score = np.empty(n)
for i in range(n):
    xtr = np.delete(F, i, axis=0)
    ytr = np.delete(Y, i)
    xte = F[i:i + 1]
    xtr, xte = standardize(xtr, xte)
    svm = SVC(C=1, kernel='linear')
    svm.fit(xtr, ytr)
    pred[i] = svm.predict(xte)[0]
    score[i] = svm.decision_function(xte)[0]

acc = (pred == Y).mean()
sens = (pred[Y == 1] == 1).mean()
spec = (pred[Y == 0] == 0).mean()
# rank based AUC
pos, neg = score[Y == 1], score[Y == 0]
auc = ((pos[:, None] > neg[None, :]).mean() + 0.5 * (pos[:, None] == neg[None, :]).mean())
print('acc %.3f sens %.3f spec %.3f auc %.3f' % (acc, sens, spec, auc))
np.savetxt('loo_scores.txt', np.c_[Y, score])
