"""Behaviour of activities: time entries, expense entries, their prices, descriptions, categories, rates and timers."""
