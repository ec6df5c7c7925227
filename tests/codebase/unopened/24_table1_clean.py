import pandas as pd
from scipy.stats import ttest_ind, chi2_contingency
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

clinical = pd.read_excel('pancreas_clinical.xlsx')
radiomics = pd.read_csv('pancreas_radiomics.csv')
df = clinical.merge(radiomics, on='case_no')

# ---------- Table 1 ----------
table1 = []
for v in ['age', 'BMI', 'CA19_9', 'tumor_size']:
    g0, g1 = df.loc[df.PNI == 0, v], df.loc[df.PNI == 1, v]
    table1.append([v, '%.1f±%.1f' % (g0.mean(), g0.std()), '%.1f±%.1f' % (g1.mean(), g1.std()), ttest_ind(g0, g1)[1]])
for v in ['sex', 'location', 'T_stage']:
    ct = pd.crosstab(df[v], df.PNI)
    table1.append([v, ct[0].tolist(), ct[1].tolist(), chi2_contingency(ct)[1]])
pd.DataFrame(table1, columns=['variable', 'PNI-', 'PNI+', 'p']).to_csv('Table1.csv', index=False)

# ---------- radiomics model ----------
rad_cols = [c for c in radiomics.columns if c != 'case_no']
tr, te = train_test_split(df, test_size=0.3, stratify=df.PNI, random_state=2021)
sc = StandardScaler().fit(tr[rad_cols])
rfe = RFE(LogisticRegression(max_iter=2000), n_features_to_select=8, step=0.1)
rfe.fit(sc.transform(tr[rad_cols]), tr.PNI)
sub = [c for c, k in zip(rad_cols, rfe.support_) if k]
print(sub)

p_te = rfe.predict_proba(sc.transform(te[rad_cols]))[:, 1]
p_tr = rfe.predict_proba(sc.transform(tr[rad_cols]))[:, 1]
print('AUC', roc_auc_score(tr.PNI, p_tr), roc_auc_score(te.PNI, p_te))
