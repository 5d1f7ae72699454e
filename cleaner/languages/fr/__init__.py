"""The French language pack: what Cleaner knows of French, as data files."""
