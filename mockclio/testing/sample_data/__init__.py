"""The sample data: the records that checks and strategies write to, made through the API."""
