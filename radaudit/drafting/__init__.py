"""Drafts a manifest from what a study's folder holds. Nothing of the study is run or unpickled."""
