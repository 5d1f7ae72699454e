"""Files that hold many records and are no text: Parquet and WARC.

They are read as JSON lines, a record each, and what was changed in the lines is put back into a
copy of the file.
"""

from cleaner.archive.containers.container import (
    CONTAINERS,
    Block,
    Container,
    Stretch,
    container_of,
    lines_in,
)

__all__ = ["CONTAINERS", "Block", "Container", "Stretch", "container_of", "lines_in"]
