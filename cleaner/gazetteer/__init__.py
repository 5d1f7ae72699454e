"""Place names, persons and organisations: French press forms and their English names."""
