# Rectal cancer pCR prediction, T2WI
# 2022/5/11  Dr. Liu
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import roc_auc_score, accuracy_score

rad = pd.read_csv('./data/T2_radiomics.csv', encoding='gbk')
clin = pd.read_excel('./data/clinical.xlsx')
df = pd.merge(rad, clin[['hospital_no', 'CEA', 'CA199', 'age', 'TRG']], on='hospital_no')
df['pCR'] = (df['TRG'] == 0).astype(int)

# CEA and CA199 are missing in some patients
df['CEA'] = df['CEA'].fillna(df['CEA'].median())
df['CA199'] = df['CA199'].fillna(df['CA199'].median())

feature = df.drop(columns=['hospital_no', 'TRG', 'pCR'])
label = df['pCR'].values

mm = MinMaxScaler()
feature = mm.fit_transform(feature)

x_train, x_test, y_train, y_test = train_test_split(feature, label, test_size=0.25, random_state=2022)

LR = LogisticRegression(penalty='l1', solver='liblinear', C=0.5)
LR.fit(x_train, y_train)
KNN = KNeighborsClassifier(n_neighbors=7)
KNN.fit(x_train, y_train)

print('LR  train', roc_auc_score(y_train, LR.predict_proba(x_train)[:, 1]))
print('LR  test ', roc_auc_score(y_test, LR.predict_proba(x_test)[:, 1]))
print('KNN train', roc_auc_score(y_train, KNN.predict_proba(x_train)[:, 1]))
print('KNN test ', roc_auc_score(y_test, KNN.predict_proba(x_test)[:, 1]))
print('LR acc', accuracy_score(y_test, LR.predict(x_test)))
print('KNN acc', accuracy_score(y_test, KNN.predict(x_test)))
