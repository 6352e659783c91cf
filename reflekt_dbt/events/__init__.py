"""Schema files in, events out."""
