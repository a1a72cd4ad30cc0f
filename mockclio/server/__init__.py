"""The server: how the API answers. The steps of a request are in order in `app.py`. What differs for one resource is in its behaviour."""
