"""What sources tell differently: found, told apart from updates, and checked side by side."""
