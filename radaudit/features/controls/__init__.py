"""Negative controls: images that keep the ROI's shape and lose its texture; one file for each way to fill it anew.

READII (Bioinformatics group of the Haibe-Kains laboratory) has the same nine: shuffled, randomized and
randomized_sampled, each of the whole image (full), the ROI (roi) or everything else (non_roi).
"""
