"""What is measured of a story, one file a metric."""
