"""Captions before the WebVTT library reads them. Pure."""


def without_loose_marks(captions: str) -> str:
    """A “<” that nothing closes in its line is a character of the words.

    The library looks for its end again and again: a megabyte of them would keep it busy for an hour.
    """
    return "\n".join(_closed(line) if "<" in line else line for line in captions.split("\n"))


def _closed(line: str) -> str:
    end = line.rfind(">") + 1
    return line[:end] + line[end:].replace("<", "&lt;")
