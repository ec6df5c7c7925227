import pandas as pd
from neuroCombat import neuroCombat, neuroCombatFromTraining
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

d = pd.read_csv('cervix_3scanners.csv')
rad = [c for c in d.columns if c.startswith('original')]

# every scanner in both parts
tr, te = train_test_split(d, test_size=0.3, random_state=17, stratify=d['scanner'].astype(str) + d['LVSI'].astype(str))

fit = neuroCombat(dat=tr[rad].T.to_numpy(), covars=tr[['scanner', 'age']].reset_index(drop=True),
                  batch_col='scanner', continuous_cols=['age'])
tr_h = fit['data'].T
te_h = neuroCombatFromTraining(dat=te[rad].T.to_numpy(), batch=te['scanner'].to_numpy(), estimates=fit['estimates'])['data'].T

scale = StandardScaler().fit(tr_h)
forest = RandomForestClassifier(1000, min_samples_leaf=3, random_state=17)
forest.fit(scale.transform(tr_h), tr['LVSI'])
print('train', roc_auc_score(tr['LVSI'], forest.predict_proba(scale.transform(tr_h))[:, 1]))
print('test', roc_auc_score(te['LVSI'], forest.predict_proba(scale.transform(te_h))[:, 1]))
