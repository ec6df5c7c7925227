import pandas as pd
from imblearn.pipeline import Pipeline
from imblearn.over_sampling import SMOTE
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.svm import SVC
from sklearn.model_selection import StratifiedKFold, cross_val_score

df = pd.read_csv('uterine_sarcoma_vs_leiomyoma.csv')
print(df['sarcoma'].value_counts())
X = df.drop(columns=['sarcoma', 'study_id'])
y = df['sarcoma']

kf = StratifiedKFold(n_splits=5, shuffle=True, random_state=31)
results = pd.DataFrame()
for clf_name, clf in [('RF', RandomForestClassifier(300, random_state=31)), ('SVM', SVC(random_state=31))]:
    pipe = Pipeline([
        ('fill', SimpleImputer(strategy='median')),
        ('z', StandardScaler()),
        ('smote', SMOTE(k_neighbors=3, random_state=31)),
        ('clf', clf)])
    results[clf_name] = cross_val_score(pipe, X, y, cv=kf, scoring='roc_auc')
print(results)
print(results.mean())
