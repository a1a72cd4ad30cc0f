"""Behaviour of communications: notes, emails, phone calls, conversations and their messages."""
