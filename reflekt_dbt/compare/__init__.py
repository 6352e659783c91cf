"""Two versions of an event in; what changed, and the bump that it needs, out."""
