"""Rules that event schemas are held to, and what breaks them."""
