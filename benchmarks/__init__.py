"""Figures that the project promises, measured from outside over real sockets. `make bench` prints them; nothing here is a test."""
