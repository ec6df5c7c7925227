"""The vocabulary of checks: thin functions that make frozen values from the study.

The only place where the study, the engine and jobs meet.
"""
