"""From a project of Reflekt's, 0.3 or 0.6, to what `init` writes. Reads; writes nothing."""
