# Axillary lymph node metastasis, DCE-MRI
import pandas as pd
import numpy as np
from scipy.stats import mannwhitneyu
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LassoCV
from sklearn.metrics import roc_auc_score

data = pd.read_csv('alnm.csv', index_col='id')
label = data['ALNM']
feature = data.drop('ALNM', axis=1)

# split first !!
f_train, f_test, l_train, l_test = train_test_split(feature, label, test_size=0.3, random_state=42, stratify=label)

p = f_train.apply(lambda c: mannwhitneyu(c[l_train == 1], c[l_train == 0])[1])
sig = p[p < 0.05].index
f_train = f_train[sig]
f_test = f_test[sig]
print(len(sig), 'features after U test')

mean, sd = f_train.mean(), f_train.std()
f_train = (f_train - mean) / sd
f_test = (f_test - mean) / sd

lasso = LassoCV(cv=10, max_iter=100000, random_state=42)
lasso.fit(f_train, l_train)
coef = pd.Series(lasso.coef_, index=sig)
coef = coef[coef != 0]
print(coef)


def radscore(d):
    return d[coef.index].dot(coef) + lasso.intercept_


print('train AUC', roc_auc_score(l_train, radscore(f_train)))
print('test AUC', roc_auc_score(l_test, radscore(f_test)))
