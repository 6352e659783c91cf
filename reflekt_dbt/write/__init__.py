"""Generated files onto disk, and nothing of a person's lost on the way."""
