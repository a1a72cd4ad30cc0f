"""HOW the API answers: the steps of a request stand in order in app.py; everything irregular stands in behaviors/."""
