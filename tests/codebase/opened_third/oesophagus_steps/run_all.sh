#!/bin/sh
set -e
python step1_merge.py
python step2_reduce.py
python step3_model.py
