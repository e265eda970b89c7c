"""Word files made by hand for tests: only the XML that counts."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def zipped(**members):
    """Make a zip; a member's name has __ for the slash and ends in .xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


def part(root, inner):
    """Make a part with the namespaces of Word."""
    return f"<?xml version='1.0' encoding='UTF-8'?><w:{root} {_NAMES}>{inner}</w:{root}>"


def word_file(body, **parts):
    """Make a Word file of a body and of other parts: numbering, styles, footnotes, header1."""
    made = {f"word__{name}": part(_ROOTS[name], inner) for name, inner in parts.items()}
    return zipped(word__document=part("document", f"<w:body>{body}</w:body>"), **made)


_ROOTS = {
    "numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes",
    "header1": "hdr", "footer1": "ftr", "comments": "comments",
}  # fmt: skip


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner, style="", number="", level=None):
    """Make a paragraph; `inner` without a tag is its text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        depth = "" if level is None else f'<w:ilvl w:val="{level}"/>'
        properties += f'<w:numPr>{depth}<w:numId w:val="{number}"/></w:numPr>'
    content = inner if inner.startswith("<") else run(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def level(depth, form="decimal", text=None, start=1, more=""):
    """Make a level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text or f"%{depth + 1}."}"/></w:lvl>'
    )


def abstract(number, *levels):
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def numbered(number, abstract_number, overrides=""):
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{overrides}</w:num>'
