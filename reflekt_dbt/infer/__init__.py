"""Schema files drafted from what a warehouse has and nobody planned."""
