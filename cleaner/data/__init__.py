"""Tables that are compiled from the sources people edit; no code."""
