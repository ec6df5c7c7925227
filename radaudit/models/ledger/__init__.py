"""A study's script is run with its fits, splits, tests and scores written down, and the rows that each of them saw."""
