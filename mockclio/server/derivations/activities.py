"""Placeholder for the derived values of activities."""
