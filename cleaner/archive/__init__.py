"""Archives: folders of articles of any size, cleaned in stages, with nothing lost on the way.

``places`` lists, reads and writes files here or at an fsspec address; ``parts`` cuts them into
work; ``tasks`` is that work, the same for every engine; ``engines`` spread it over processes or
machines; ``store`` remembers in SQLite what is done; ``run`` drives it all.
"""
