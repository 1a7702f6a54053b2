"""The judge cards that ship, one JSON file a judge."""
