"""What a tracking plan in git and the one in a registry tell each other."""
