"""Laws: what must hold of every operation, asked over HTTP alone, so that this server and the real one are judged by the same."""
