# coding: utf-8

# In[1]:

import os
import pandas as pd
import numpy as np
from scipy.stats import ttest_ind, levene
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import StratifiedKFold, cross_val_score

# In[2]:

# low risk (A, AB, B1) and high risk (B2, B3)
low = pd.read_csv('thymoma_low.csv')
high = pd.read_csv('thymoma_high.csv')
low = low.iloc[:, 1:]
high = high.iloc[:, 1:]
print(low.shape, high.shape)

# In[3]:

# t test
index = []
for colName in low.columns:
    if levene(low[colName], high[colName])[1] > 0.05:
        if ttest_ind(low[colName], high[colName])[1] < 0.05:
            index.append(colName)
    else:
        if ttest_ind(low[colName], high[colName], equal_var=False)[1] < 0.05:
            index.append(colName)
print(len(index))

# In[4]:

low = low[index]
high = high[index]
low['label'] = 0
high['label'] = 1
all_data = pd.concat([low, high]).sample(frac=1, random_state=3)
X = all_data[index]
y = all_data['label']

# In[5]:

clf = make_pipeline(StandardScaler(), SVC(kernel='rbf', C=1))
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=3)
auc = cross_val_score(clf, X, y, cv=skf, scoring='roc_auc')
acc = cross_val_score(clf, X, y, cv=skf, scoring='accuracy')
print('AUC %.3f +- %.3f' % (auc.mean(), auc.std()))
print('ACC %.3f +- %.3f' % (acc.mean(), acc.std()))
