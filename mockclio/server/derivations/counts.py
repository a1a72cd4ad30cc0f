"""Derived values: counts."""
