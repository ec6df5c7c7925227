# Gastric cancer, DFS, preoperative CT
import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import train_test_split

df = pd.read_csv('gastric_dfs.csv')
features = df.columns.drop(['ID', 'DFS', 'status']).tolist()

for f in features:
    df[f] = (df[f] - df[f].mean()) / df[f].std()

uni = []
for f in features:
    tmp = df[[f, 'DFS', 'status']]
    try:
        cph = CoxPHFitter(penalizer=0.01).fit(tmp, 'DFS', 'status')
    except Exception as e:
        print(f, 'not converged')
        continue
    uni.append([f, cph.summary.loc[f, 'exp(coef)'], cph.summary.loc[f, 'p']])
uni = pd.DataFrame(uni, columns=['feature', 'HR', 'p']).sort_values('p')
uni.to_excel('univariate_cox.xlsx', index=False)
sig = uni.loc[uni.p < 0.01, 'feature'].tolist()[:10]
print(sig)

train, test = train_test_split(df[sig + ['DFS', 'status']], test_size=0.3, random_state=1)
multi = CoxPHFitter(penalizer=0.1)
multi.fit(train, duration_col='DFS', event_col='status')
multi.print_summary()

for name, part in {'training': train, 'validation': test}.items():
    risk = multi.predict_partial_hazard(part)
    print(name, 'C-index', concordance_index(part['DFS'], -risk, part['status']))
