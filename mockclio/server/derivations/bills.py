"""Derived values: bills."""
