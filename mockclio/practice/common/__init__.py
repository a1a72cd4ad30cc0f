"""Helpers that several themes of the practice share: nested records, external properties, job progress and PDF files."""
