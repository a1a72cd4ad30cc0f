"""Behaviour of matters: numbers, rates, budgets, stages, practice areas, task lists and related contacts."""
