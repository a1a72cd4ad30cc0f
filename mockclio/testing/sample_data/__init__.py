"""The sample data: recipes for the records that checks and strategies write to, and valid values for their fields."""
