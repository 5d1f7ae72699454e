"""Language packs: a folder of data for each source language."""
