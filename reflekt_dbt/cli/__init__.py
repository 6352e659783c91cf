"""What people type. One command a file; bodies parse, call, exit."""
