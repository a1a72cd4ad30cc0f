"""Behaviour of calendars: entries, recurring series, event types, visibilities and who has access."""
