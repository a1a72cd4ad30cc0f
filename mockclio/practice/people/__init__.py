"""Behaviour of the people of the firm: users, groups, notifications, events and recently viewed records."""
