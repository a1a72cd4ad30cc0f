"""The handle of a mock: the Python object that steers it. It uses the control interface, in this process and over HTTP."""
