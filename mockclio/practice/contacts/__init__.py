"""Behaviour of contacts: people, companies, names, email addresses, phone numbers, addresses and avatars."""
