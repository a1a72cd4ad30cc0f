"""Behaviour of documents: folders, versions, uploads, trash, archives, templates, automations and comments."""
