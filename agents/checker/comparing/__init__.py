"""The first layer: what comparing a sentence with its cited articles settles by itself."""
