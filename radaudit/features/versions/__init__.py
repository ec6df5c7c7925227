"""pyradiomics' releases: what was added, renamed and redefined, and what a table or a parameter file says of its own.

Read off the release notes (https://github.com/AIM-Harvard/pyradiomics/blob/master/CHANGES.rst) and off the released
packages 2.0.0, 2.0.1, 2.1.0, 2.1.2, 2.2.0, 3.0 and 3.0.1 themselves.
"""
