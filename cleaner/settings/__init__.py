"""What applies to a file: the command line, the environment, and the configuration nearest to it.

A module a step: ``nearest`` finds a configuration, ``file`` reads it, ``keys`` knows what may
stand in it, ``book`` puts all that was said together, ``show`` prints it.
"""
