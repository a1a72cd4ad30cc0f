"""The handle of a mock: what a test holds. It speaks the control interface, whether the mock runs in this process or elsewhere."""
