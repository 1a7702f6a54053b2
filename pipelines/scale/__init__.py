"""A batch on more than one machine: workers as Ray actors, their limits and budget in one office."""
