# Combat harmonization of features, 4 hospitals
import pandas as pd
import numpy as np
from neuroHarmonize import harmonizationLearn
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, brier_score_loss

df = pd.read_csv('liver_all_hospitals.csv')
rad = df.loc[:, 'original_shape_Elongation':]
X = rad.to_numpy(dtype=float)

cov = df[['hospital', 'age', 'response']].copy()
cov.columns = ['SITE', 'AGE', 'RESP']      # keep biological variance
mod, X_adj = harmonizationLearn(X, cov)

y = df['response'].to_numpy()
model = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=2000))
folds = StratifiedKFold(10, shuffle=True, random_state=5)

for nm, M in [('before ComBat', X), ('after ComBat', X_adj)]:
    pr = cross_val_predict(model, M, y, cv=folds, method='predict_proba')[:, 1]
    print(nm, 'AUC', round(roc_auc_score(y, pr), 3), 'Brier', round(brier_score_loss(y, pr), 3))
