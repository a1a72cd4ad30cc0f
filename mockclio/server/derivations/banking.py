"""Derived values: banking."""
