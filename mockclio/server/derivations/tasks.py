"""Derived values: tasks."""
