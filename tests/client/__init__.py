"""The client against the server it mirrors, with nothing in between but a transport."""
