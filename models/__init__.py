"""The project's own translation model: how it is trained and measured."""
