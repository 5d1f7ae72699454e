"""The macros; Superdesk registers what lies in a package of this name and has a callback."""
