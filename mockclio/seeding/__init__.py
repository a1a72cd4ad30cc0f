"""Builders of firms: the reference data of every account, the firm `empty`, the firm `small`, and firms of any size."""
