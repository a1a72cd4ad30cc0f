"""Derived values: activities."""
