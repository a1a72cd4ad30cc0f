"""Firms: reference data that every account has, the firm of a new account, the firm `small`, and firms of any size."""
