import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
from sklearn.neural_network import MLPClassifier
from sklearn.metrics import roc_auc_score, accuracy_score

A = pd.read_csv('hospital_A.csv')
B = pd.read_csv('hospital_B.csv')
cols = sorted(set(A.columns) & set(B.columns) - {'ID', 'KRAS'})

zs = StandardScaler()
XA = zs.fit_transform(A[cols])
XB = zs.transform(B[cols])
skb = SelectKBest(f_classif, k=12).fit(XA, A['KRAS'])
XA = skb.transform(XA)
XB = skb.transform(XB)

models = {
    'LR': LogisticRegression(C=0.1, max_iter=1000),
    'SVM': SVC(C=1, probability=True, random_state=1),
    'MLP': MLPClassifier((16,), alpha=1, max_iter=3000, random_state=1),
}
rows = []
for k, m in models.items():
    m.fit(XA, A['KRAS'])
    pr = m.predict_proba(XB)[:, 1]
    rows.append({'model': k, 'AUC_external': roc_auc_score(B['KRAS'], pr), 'ACC_external': accuracy_score(B['KRAS'], pr > 0.5)})
table3 = pd.DataFrame(rows).set_index('model').round(3)
print(table3)
table3.to_excel('table3.xlsx')
