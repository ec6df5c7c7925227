from choose import FeatureChooser
from prepare import clean, read_features
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def main():
    X, y = read_features("features.csv")
    X = clean(X)
    X = FeatureChooser(12).run(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
    svm = SVC(probability=True, random_state=42)
    svm.fit(X_train, y_train)
    print(roc_auc_score(y_test, svm.predict_proba(X_test)[:, 1]))


if __name__ == "__main__":
    main()
