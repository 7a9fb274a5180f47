"""XML of strangers: no DOCTYPE, entity or network; bounded in size and depth; a second parse for bare prefixes."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ..findings import Finding, PackageRefused, Severity

Element = Any
LONGEST = 8 * 1024 * 1024
DEEPEST = 100
MOST_ELEMENTS = 200_000
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
BARE_MARKS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
DECLARED = re.compile(rb"""^[^<]{0,100}<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""", re.DOTALL)
ENCODINGS = re.compile(
    r"utf-?8|utf-?16|us-ascii|ascii|iso-?8859-?\d+|latin-?1|windows-125\d|cp125\d|gb2312|gbk|gb18030|big5|"
    r"shift_jis|euc-jp|euc-kr|koi8-[ru]"
)
SINGLE_BYTE_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
UNDECLARED_PREFIX = etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE
SPACE = re.compile(r"\s*")
NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_xml(content: bytes, place: str) -> tuple[Element, list[Finding]]:
    """The root element and what had to be overlooked; refuses what is dangerous or not well-formed."""
    findings: list[Finding] = []
    text = _plain_text(content, place, findings)
    root = _parse(text.encode(), place, findings)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(place)
    _measure(root, place)
    return root, findings


def _plain_text(content: bytes, place: str, findings: list[Finding]) -> str:
    if len(content) > LONGEST:
        raise PackageRefused("xml-too-large", f"The file is longer than {LONGEST} bytes.", place)
    text = _decode(content, place, findings)
    if NOT_TEXT.search(text):
        raise PackageRefused("not-well-formed", "The file holds characters that XML does not allow.", place)
    start, declaration_moved = _after_declaration(text, place)
    if declaration_moved:
        findings.append(
            Finding(Severity.WARNING, "late-declaration", "Something stands before the XML declaration.", place)
        )
    return text[start:]


def _decode(content: bytes, place: str, findings: list[Finding]) -> str:
    """Text by its mark, then by its declaration, then as UTF-8; the old Western code page when that is not true."""
    encoding, skipped = next(((name, len(mark)) for mark, name in MARKS if content.startswith(mark)), ("", 0))
    encoding = encoding or next((name for start, name in BARE_MARKS if content.startswith(start)), "")
    if not encoding:
        declared = DECLARED.match(content[:400])
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
        if not ENCODINGS.fullmatch(encoding):
            raise PackageRefused("unknown-encoding", "The file is in an encoding that is not read here.", place)
        encoding = "utf-8" if encoding.startswith("utf-16") or encoding == "utf16" else encoding
    try:
        return content[skipped:].decode("cp1252" if encoding in SINGLE_BYTE_LATIN else encoding)
    except (UnicodeDecodeError, LookupError):
        if encoding.startswith("utf-16"):
            raise PackageRefused("not-well-formed", "The file is not in the encoding that it says.", place) from None
        message = "The file is not in the encoding that it says; it was read as Western European."
        findings.append(Finding(Severity.WARNING, "wrong-encoding", message, place))
        return content[skipped:].decode("cp1252", errors="ignore" if encoding == "cp1252" else "replace")


def _after_declaration(text: str, place: str) -> tuple[int, bool]:
    """Where the document begins behind its declaration, whether something stood before it; a DOCTYPE is refused."""
    at, start, before = 0, 0, False
    while True:
        at = SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text.startswith("<?xml", at) and text[at + 5 : at + 6].isspace():
            before = before or at > 0
            start = at = _behind(text, "?>", at, place)
        elif text.startswith("<?", at):
            at = _behind(text, "?>", at, place)
        elif text.startswith("<!--", at):
            at = _behind(text, "-->", at + 4, place)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            raise _doctype(place)
        else:
            return start, before


def _behind(text: str, mark: str, at: int, place: str) -> int:
    found = text.find(mark, at)
    if found < 0:
        raise PackageRefused("not-well-formed", "The file is not well-formed XML.", place)
    return found + len(mark)


def _doctype(place: str) -> PackageRefused:
    return PackageRefused("doctype", "The file has a DOCTYPE, which is never read.", place)


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        encoding="utf-8",
    )


def _parse(content: bytes, place: str, findings: list[Finding]) -> Element:
    strict = _parser(recover=False)
    try:
        return etree.fromstring(content, strict)
    except etree.XMLSyntaxError as error:
        problems = list(strict.error_log)  # the error's own log also holds those of other files
        if not problems or any(problem.type != UNDECLARED_PREFIX for problem in problems):
            line = f" (line {error.lineno})" if error.lineno else ""
            message = f"The file is not well-formed XML{line}."
            raise PackageRefused("not-well-formed", message, place) from None
    root = etree.fromstring(content, _parser(recover=True))
    if root is None:
        raise PackageRefused("not-well-formed", "The file is not well-formed XML.", place)
    findings.append(
        Finding(Severity.WARNING, "undeclared-prefix", "The file uses a prefix without declaring it.", place)
    )
    return root


def _measure(root: Element, place: str) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise PackageRefused("xml-too-deep", "The file is nested too deeply or has too many elements.", place)


def local_name(tag: object) -> str:
    """The name without namespace or undeclared prefix; empty for what is no element."""
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """Direct children by local name, whatever their namespace and the case of their name."""
    wanted = {name.casefold() for name in names}
    return (child for child in element if local_name(child.tag).casefold() in wanted)


def child(element: Element, name: str) -> Element | None:
    return next(children(element, name), None)


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute by local name, whatever its namespace and case."""
    if (exact := element.get(name)) is not None:
        return str(exact).strip()
    for key, value in element.attrib.items():
        if local_name(key).casefold() == name.casefold():
            return str(value).strip()
    return default


def identifier(element: Element, name: str) -> str:
    """An attribute that names something elsewhere: its white space collapsed, as its type in the schemas has it."""
    return " ".join(attribute(element, name).split())


def text_of(element: Element | None) -> str:
    """All text in the element, on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def child_text(element: Element, name: str) -> str:
    return text_of(child(element, name))
