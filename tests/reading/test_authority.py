"""The local authority of a document, under the name that people use."""

import pytest

from ofsted_tui.reading.codebook_file import read_toml
from ofsted_tui.reading.facts.authority import authority_line, authority_names, authority_of, normalised_words
from ofsted_tui.reading.facts.head import head_of, title_of
from ofsted_tui.reading.structure.assembly import facts_of
from ofsted_tui.resources import data_file


def of_title(title: str) -> str:
    head = head_of([title])
    return authority_of(head, title_of(head), None)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inspection of Portsmouth City Council local authority children's services", "Portsmouth"),
        ("Inspection of Southampton local authority children’s services", "Southampton"),
        ("Inspection of Bradford Children and Families Trust", "Bradford"),
        ("Inspection of Birmingham Children's Trust", "Birmingham"),
        ("Inspection of Doncaster Children’s Services Trust", "Doncaster"),
        ("Inspection of Worcestershire Children First", "Worcestershire"),
        ("Inspection of Brighter Futures for Children", "Reading"),
        (
            "Inspection of Royal Borough of Kensington and Chelsea children's services",
            "Kensington and Chelsea",
        ),
        ("Inspection of the Royal Borough of Greenwich local authority children's services", "Greenwich"),
        ("Inspection of London Borough of Brent children's services", "Brent"),
        ("Inspection of Bristol City Council children's services", "Bristol"),
        ("Inspection of Derby City Council children's services", "Derby"),
        ("Inspection of Derbyshire County Council children's services", "Derbyshire"),
        (
            "Inspection of North Northamptonshire local authority children's services",
            "North Northamptonshire",
        ),
        ("Inspection of Northamptonshire County Council children's services", "Northamptonshire"),
        ("Inspection of North Yorkshire local authority children's services", "North Yorkshire"),
        ("Inspection of Blackburn with Darwen Borough Council children's services", "Blackburn with Darwen"),
        ("Inspection of Newcastle upon Tyne City Council children's services", "Newcastle upon Tyne"),
        ("Inspection of Newcastle City Council children's services", "Newcastle upon Tyne"),
        ("Inspection of Bath & North East Somerset children's services", "Bath and North East Somerset"),
        ("Inspection of North Somerset local authority children's services", "North Somerset"),
        ("Inspection of St. Helens children's services", "St Helens"),
        ("Inspection of Stoke on Trent children's services", "Stoke-on-Trent"),
        ("Inspection of Durham County Council children's services", "Durham"),
        ("Inspection of Hull City Council children's services", "Kingston upon Hull"),
        ("Inspection of Cheshire West & Chester children's services", "Cheshire West and Chester"),
        (
            "Inspection of Westmorland and Furness local authority children's services",
            "Westmorland and Furness",
        ),
        ("Focused visit to Reading Borough Council children's services", "Reading"),
        ("Focused visit to West Sussex children's services", "West Sussex"),
        ("Monitoring visit of Torbay children's services", "Torbay"),
        ("Joint targeted area inspection of the multi-agency response to neglect in Bexley", "Bexley"),
        ("Inspection of Westerland County Council children's services", "Westerland"),
        ("Focused visit to Easter and Wester Council children's services", "Easter and Wester"),
        ("Monitoring visit to Neverland children’s services", "Neverland"),
        ("Inspection of children's social care services", ""),
        ("Inspection of local authority children's services", ""),
        ("Inspection of Kingston upon Thames and Richmond upon Thames children's services", ""),
    ],
)
def test_a_title_names_it(title, name):
    assert of_title(title) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Bolton", "Bolton"),
        ("Hampshire County Council", "Hampshire"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("City of York Council", "York"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Westerland County Council", "Westerland"),
        ("Report to Council", ""),
        ("Bolton wanderers", ""),
        ("Kent and Medway", ""),
        ("Ofsted", ""),
        ("", ""),
    ],
)
def test_a_line_of_its_own(line, name):
    assert authority_line(line) == name


def test_articles_are_about_the_one_in_the_headline():
    lines = [
        "Wokingham children's services rated good by Ofsted",
        "By Jo Roe",
        "The council was inspected in May. Neighbouring Reading was rated inadequate.",
        'Councillor Ann Other said: "We are glad."',
    ]
    assert facts_of(lines).local_authority == "Wokingham"


def test_two_names_are_unclear():
    lines = [
        "Children's services rated good by Ofsted",
        "By Jo Roe",
        "Services in Kent and in Surrey were inspected.",
        'Councillor Ann Other said: "We are glad."',
    ]
    assert facts_of(lines).local_authority == ""


def test_words_without_a_capital_are_no_places():
    assert list(authority_names().hits("reading and writing, a bath, a bury")) == []


def test_places_of_names():
    text = "From St. Helens to Bath & North East Somerset's offices"
    assert [text[hit.start : hit.end] for hit in authority_names().hits(text)] == [
        "St. Helens",
        "Bath & North East Somerset",
    ]


def test_england_has_153_authorities():
    file = read_toml(data_file("local_authorities.toml"))
    assert len(file.texts("names")) == 153
    assert {"Cumbria", "Northamptonshire", "Poole", "Bournemouth"} == set(file.texts("former"))


def test_every_name_finds_itself():
    for name in set(authority_names().by_words.values()):
        assert [hit.name for hit in authority_names().hits(f"in {name} today")] == [name]
        assert normalised_words(name) == normalised_words(name.replace("-", " ").replace(" and ", " & "))
