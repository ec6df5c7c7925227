"""What the readers of DICOM images, structure sets and segmentations share."""
