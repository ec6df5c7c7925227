# Validation of a 4-feature signature (Zhang 2019) in our own patients, retrained coefficients
import pandas as pd
import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt
from scipy.stats import mannwhitneyu
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score

SIGNATURE = ['original_shape_Sphericity', 'original_firstorder_Entropy',
             'original_glcm_Idmn', 'original_gldm_DependenceVariance']

df = pd.read_csv('our_cohort.csv')
rad = [c for c in df.columns if c.startswith('original_')]

# supplementary figures, all features
sns.clustermap(df[rad].corr(method='spearman'), cmap='vlag')
plt.savefig('S1_heatmap.png')
logp, diff = [], []
for c in rad:
    a, b = df.loc[df.N_stage == 0, c], df.loc[df.N_stage > 0, c]
    logp.append(-np.log10(mannwhitneyu(a, b)[1]))
    diff.append(b.median() - a.median())
plt.figure()
plt.scatter(diff, logp, s=5)
plt.axhline(-np.log10(0.05))
plt.savefig('S2_volcano.png')

# model
X = df[SIGNATURE]
y = (df.N_stage > 0).astype(int)
cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=12)
auc = cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y, cv=cv, scoring='roc_auc')
print('AUC', auc.mean(), np.percentile(auc, [2.5, 97.5]))
