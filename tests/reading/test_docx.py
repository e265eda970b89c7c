"""A Word file gives the text that a reader sees in Word, with the numbers that Word shows."""

import io
import zipfile

import pytest

from ofsted_tui.model import limits
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats.docx import docx_text
from tests.word_files import abstract, level, numbered, paragraph, part, run, word_file, zipped

BOX = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
DRAWING = (
    f"<w:drawing><wp:anchor><a:graphic><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphic>"
    "</wp:anchor></w:drawing>"
)
MATHS = "<m:oMath><m:f><m:num><m:t>3</m:t></m:num><m:den><m:t>4</m:t></m:den></m:f></m:oMath>"
SHAPE = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"


def text(body, **parts):
    return docx_text(word_file(body, **parts)).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("One") + paragraph("") + paragraph("Two &amp; three"), "One\n\nTwo & three\n"),
        (paragraph(run("care ") + "<w:ins>" + run("leavers") + "</w:ins>"), "care leavers\n"),
        (paragraph(run("care") + "<w:del><w:r><w:delText>less</w:delText></w:r></w:del>"), "care\n"),
        (
            paragraph("<w:moveFrom>" + run("here") + "</w:moveFrom>" + run("and"))
            + paragraph("<w:moveTo>" + run("there") + "</w:moveTo>"),
            "and\n\nthere\n",
        ),
        (
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("One ") + "</w:p>" + paragraph("line"),
            "One line\n",
        ),
        (paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + run("seen")), "seen\n"),
        (paragraph('<w:hyperlink r:id="none">' + run("gov.uk") + "</w:hyperlink>"), "gov.uk\n"),
        (paragraph('<w:fldSimple w:instr="DATE">' + run("3 July") + "</w:fldSimple>"), "3 July\n"),
        (
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("7")
            ),
            "7\n",
        ),
        (paragraph("<w:r><w:t>multi</w:t><w:noBreakHyphen/><w:t>agency</w:t></w:r>"), "multi-agency\n"),
        (paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a b c\n"),
        (paragraph("<w:r><w:t>pro</w:t><w:softHyphen/><w:t>gress</w:t></w:r>"), "progress\n"),
        (
            "<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("Control") + "</w:sdtContent></w:sdt>"
            + paragraph("<w:sdt><w:sdtContent>" + run("inline") + "</w:sdtContent></w:sdt>"),
            "Control\n\ninline\n",
        ),
        (paragraph(run("One") + '<w:r><w:commentReference w:id="1"/></w:r>'), "One\n"),
        (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run(" yes")), "✓ yes\n"),
        (paragraph("<w:r><w:sym/></w:r>" + run("yes")), "yes\n"),
        (paragraph('<w:r><w:sym w:font="MS Gothic" w:char="2612"/></w:r>' + run(" yes")), "☒ yes\n"),
        (paragraph('<w:r><w:sym w:font="Unknown" w:char="F0FC"/></w:r>' + run("yes")), "yes\n"),
        (paragraph('<w:r><w:sym w:font="Wingdings" w:char="D800"/></w:r>' + run("yes")), "yes\n"),
        (paragraph('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fc ü</w:t></w:r>'), "✓ ✓\n"),
        (paragraph('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>'), "a b\n"),
        (paragraph("<w:r><w:t>a</w:t><w:br/><w:br/><w:t>b</w:t></w:r>"), "a\n\nb\n"),
        (paragraph(run("of all, ") + MATHS + run(" were")), "of all, 3/4 were\n"),
        (paragraph("&lt;b&gt; is no tag"), "<b> is no tag\n"),
    ],
)  # fmt: skip
def test_text(body, expected):
    assert text(body) == expected


@pytest.mark.parametrize(
    "box",
    [
        f'<mc:AlternateContent><mc:Choice Requires="wps">{DRAWING}</mc:Choice>'
        f"<mc:Fallback>{SHAPE}</mc:Fallback></mc:AlternateContent>",
        f'<mc:AlternateContent><mc:Choice Requires="wps">{DRAWING}</mc:Choice></mc:AlternateContent>',
        DRAWING,
        SHAPE,
    ],
)
def test_a_text_box_comes_once(box):
    assert text(paragraph(f"{run('Round it')}<w:r>{box}</w:r>")) == "Round it\n\nIn the box\n"


def test_a_table():
    def row(*cells, properties=""):
        return f"<w:tr>{properties}{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    deleted = row("Gone", "Good", properties="<w:trPr><w:del/></w:trPr>")
    body = f"<w:tbl>{row('Judgement', 'Grade')}{row('Care leavers', 'Good')}{deleted}</w:tbl>"
    assert text(body + paragraph("After")) == "Judgement\tGrade\nCare leavers\tGood\n\nAfter\n"


def test_a_table_in_a_cell_ends_the_row_around_it():
    def table(*cells):
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    inner = table(paragraph("n1"), paragraph("n2"))
    body = table(paragraph("Area"), paragraph("Grade") + inner + paragraph("below"), paragraph("last"))
    assert text(body) == "Area\tGrade\n\nn1\tn2\n\nbelow\n\nlast\n"


def test_headers_footers_and_comments_are_out():
    parts = dict.fromkeys(("header1", "footer1", "comments"), paragraph("no"))
    assert text(paragraph("yes"), **parts) == "yes\n"


def test_notes_stand_at_the_end():
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{paragraph("no")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" See it."))}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("Never cited")}</w:footnote>'
    )
    cited = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="9"/></w:r>'
    body = paragraph(run("What needs to improve?") + cited) + paragraph("After")
    assert text(body, footnotes=notes) == "What needs to improve?\n\nAfter\n\n1 See it.\n"


STYLES = (
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Ofsted"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Num"><w:name w:val="Numbered"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def test_headings_by_their_styles():
    body = paragraph("Visit", "Titel") + paragraph("Scope", "Heading1") + paragraph("Leaders", "Own")
    source = docx_text(word_file(body + paragraph("Text", "Loop"), styles=STYLES))
    found = [(source.text[start:end], depth) for start, end, depth in source.headings]
    assert found == [("Visit", 1), ("Scope", 1), ("Leaders", 2)]
    assert (source.title, source.format, source.lines_are_paragraphs) == ("Visit", "Word", True)


def test_without_a_heading_at_its_beginning_it_has_no_title():
    assert docx_text(word_file(paragraph("Text") + paragraph("Scope", "Heading1"))).title == ""


DECIMAL = abstract(1, level(0), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "(%3)"))


def items(*entries):
    return "".join(paragraph(words, number="1", level=depth) for words, depth in entries)


def test_numbering_goes_on_after_a_heading():
    body = items(("a", 0), ("b", 0)) + paragraph("Care leavers", "Heading2") + items(("c", 0), ("d", None))
    assert text(body, numbering=DECIMAL + numbered(1, 1)) == "1. a\n2. b\n\nCare leavers\n\n3. c\n4. d\n"


def test_numbering_goes_on_in_another_list_of_the_same_kind():
    numbering = DECIMAL + numbered(1, 1) + numbered(2, 1)
    assert text(items(("a", 0)) + paragraph("b", number="2"), numbering=numbering) == "1. a\n2. b\n"


def test_numbering_starts_anew_where_a_list_says_so():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering = DECIMAL + numbered(1, 1) + numbered(2, 1, override)
    body = items(("a", 0)) + paragraph("b", number="2") + paragraph("c", number="2")
    assert text(body, numbering=numbering) == "1. a\n7. b\n8. c\n"


def test_levels_count_for_themselves():
    body = items(("a", 0), ("x", 1), ("i", 2), ("ii", 2), ("y", 1), ("b", 0), ("z", 1))
    expected = "1. a\na) x\n(i) i\n(ii) ii\nb) y\n2. b\na) z\n"
    assert text(body, numbering=DECIMAL + numbered(1, 1)) == expected


def test_a_level_may_show_those_above_it():
    numbering = abstract(1, level(0, start=3), level(1, text="%1.%2")) + numbered(1, 1)
    assert text(items(("a", 0), ("x", 1), ("y", 1)), numbering=numbering) == "3. a\n3.1 x\n3.2 y\n"


def test_bullets_and_unknown_forms():
    numbering = abstract(1, level(0, "bullet", "\uf0b7"), level(1, "ideographDigital")) + numbered(1, 1)
    assert text(items(("a", 0), ("b", 0), ("c", 1)), numbering=numbering) == "- a\n- b\n\nc\n"


def test_numbering_by_a_style_and_none_where_the_paragraph_says_so():
    body = paragraph("a", "Num") + paragraph("not", "Num", number="0") + paragraph("b", "Num")
    assert text(body, styles=STYLES, numbering=DECIMAL + numbered(1, 1)) == "1. a\n\nnot\n\n2. b\n"


def test_a_numbered_heading_stays_a_heading():
    source = docx_text(word_file(paragraph("Scope", "Heading1", "1"), numbering=DECIMAL + numbered(1, 1)))
    assert (source.text, len(source.headings)) == ("1. Scope\n", 1)


def test_deleted_paragraphs_are_not_counted():
    gone = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>"
    )
    moved = gone.replace("w:rPr><w:del/>", "w:rPr><w:moveFrom/>").replace("w:del>", "w:moveFrom>")
    body = items(("a", 0)) + gone + moved + items(("b", 0))
    assert text(body, numbering=DECIMAL + numbered(1, 1)) == "1. a\n2. b\n"


def test_numbers_in_every_section_of_a_draft():
    body = "".join(
        paragraph(f"Section {number}", "Heading1") + items((f"p{number}", 0)) for number in range(1, 78)
    )
    lines = text(body, numbering=DECIMAL + numbered(1, 1)).split("\n\n")
    assert [line.strip() for line in lines[1::2]] == [f"{number}. p{number}" for number in range(1, 78)]


def test_the_deepest_nesting_is_read():
    depth = limits.XML_DEPTH - 5
    assert text(paragraph("<w:ins>" * depth + run("deep") + "</w:ins>" * depth)) == "deep\n"


def refusal(data):
    with pytest.raises(ReadingError) as caught:
        docx_text(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(9)
)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"no zip at all", "is damaged"),
        (word_file(paragraph("x"))[:200], "is damaged"),
        (zipped(other="<x/>"), "is no Word document"),
        (zipped(word__document="<w:document"), "is damaged"),
        (zipped(word__document=LAUGHS + "]><x>&j;</x>"), "XML entities"),
        (zipped(word__document="<x>" * 5_000 + "</x>" * 5_000), "nested too deeply"),
        (word_file(""), "holds no text"),
        (zipped(word__document=part("document", "")), "holds no text"),
    ],
)
def test_refusals(data, what):
    assert what in refusal(data)


def test_refuses_a_bomb_without_unpacking_it():
    data = zipped(word__document=b"\0" * 250_000_000)
    assert len(data) < 300_000
    assert "unpacks to far more" in refusal(data)


def test_refuses_a_bomb_that_declares_a_small_size():
    data = bytearray(zipped(word__document=b" " * 5_000_000))
    # The size unpacked, in the central directory (PKWARE APPNOTE, 4.3.12).
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (1_000).to_bytes(4, "little")
    assert refusal(bytes(data))


def test_refuses_too_many_entries():
    assert "unpacks to far more" in refusal(zipped(**{f"x{at}": b"" for at in range(5_001)}))


def test_refuses_too_many_elements_in_time():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{'<w:p/>' * 1_000_001}</w:body>"))
    assert "too long" in refusal(file.getvalue())


def test_refuses_a_locked_member():
    data = bytearray(word_file(paragraph("x")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "locked with a password" in refusal(bytes(data))


def test_the_main_part_may_have_another_name():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Type="{kind}" Target="/word/document2.xml"/></Relationships>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document2.xml", part("document", f"<w:body>{paragraph('Text')}</w:body>"))
    assert docx_text(file.getvalue()).text == "Text\n"


def test_reads_the_strict_format():
    data = part("document", f"<w:body>{paragraph('Text')}</w:body>")
    strict = data.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert docx_text(zipped(word__document=strict)).text == "Text\n"
