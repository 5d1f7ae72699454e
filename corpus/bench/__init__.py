"""How fast everything is, beside other tools, in one run: ``make bench``."""
