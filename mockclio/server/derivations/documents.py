"""Derived values: documents."""
