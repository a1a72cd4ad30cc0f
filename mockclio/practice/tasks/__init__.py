"""Behaviour of tasks: due dates, task types, reminders, task templates and lists of templates."""
