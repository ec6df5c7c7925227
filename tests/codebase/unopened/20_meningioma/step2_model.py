import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate
from step1_features import get_table, zscore, choose

X, y = get_table()
X = zscore(X)
signature = choose(X, y)
X = X[signature]

cv = StratifiedKFold(5, shuffle=True, random_state=4)
for name, est in (('logistic', LogisticRegression(max_iter=1000)), ('forest', RandomForestClassifier(500, random_state=4))):
    s = cross_validate(est, X, y, cv=cv, scoring=('roc_auc', 'balanced_accuracy'))
    print(name, 'AUC', np.round(s['test_roc_auc'].mean(), 3), 'bACC', np.round(s['test_balanced_accuracy'].mean(), 3))
