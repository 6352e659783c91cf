"""What lint and breaking found, written for terminals, programs, code hosts and CI."""
