from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

import prepare


def main():
    X, y = prepare.read_features("features.csv")
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
    cleaner = prepare.Cleaner().fit(X_train)
    svm = SVC(probability=True, random_state=42)
    svm.fit(cleaner.transform(X_train), y_train)
    print(roc_auc_score(y_test, svm.predict_proba(cleaner.transform(X_test))[:, 1]))


main()
