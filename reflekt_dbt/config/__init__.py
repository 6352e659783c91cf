"""``vars.reflekt`` in, a checked ``Config`` out."""
