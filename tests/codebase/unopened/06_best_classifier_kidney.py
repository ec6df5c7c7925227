'''
ccRCC Fuhrman grade (low/high) - compare machine learning algorithms
'''
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
from sklearn.ensemble import RandomForestClassifier, AdaBoostClassifier
from sklearn.metrics import roc_curve, auc

data = pd.read_csv('ccRCC.csv')
y = data.pop('grade')
data.pop('name')

trainX, testX, trainY, testY = train_test_split(data, y, test_size=0.3, stratify=y, random_state=7)
ss = StandardScaler().fit(trainX)
trainX = ss.transform(trainX)
testX = ss.transform(testX)

names = ['LR', 'SVM', 'NB', 'DT', 'RF', 'Ada']
clfs = [LogisticRegression(max_iter=5000), SVC(probability=True, random_state=7), GaussianNB(),
        DecisionTreeClassifier(max_depth=4, random_state=7), RandomForestClassifier(300, random_state=7),
        AdaBoostClassifier(random_state=7)]

best_auc = 0
best_name = None
plt.figure(figsize=(6, 6))
for n, c in zip(names, clfs):
    c.fit(trainX, trainY)
    fpr, tpr, th = roc_curve(testY, c.predict_proba(testX)[:, 1])
    a = auc(fpr, tpr)
    plt.plot(fpr, tpr, label='%s %.3f' % (n, a))
    if a > best_auc:
        best_auc = a
        best_name = n
plt.legend()
plt.savefig('ROC_all.png', dpi=300)
print('The best model is %s, AUC in the test cohort = %.3f' % (best_name, best_auc))
