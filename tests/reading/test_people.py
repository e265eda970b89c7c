"""Names of inspectors: from labels, from sentences, from signatures; never of those who are visited."""

import pytest

from ofsted_tui.model.document import DocumentKind as Kind
from ofsted_tui.reading.facts.head import head_of
from ofsted_tui.reading.facts.people import inspectors_of, names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tom Anthony, Her Majesty's Inspector", ["Tom Anthony"]),
        ("Tom Anthony Her Majesty's Inspector", ["Tom Anthony"]),
        ("Tom Anthony HMI and Ann Other HMI. They came", ["Tom Anthony", "Ann Other"]),
        ("two of Her Majesty's Inspectors, Jo Roe and Ann Other, on 4 May", ["Jo Roe", "Ann Other"]),
        (
            "Ian McAdam, Seán O'Neill and Zoë Smith-Jones, HMI",
            ["Ian McAdam", "Seán O'Neill", "Zoë Smith-Jones"],
        ),
        ("Maria de la Cruz & Pieter van der Berg", ["Maria de la Cruz", "Pieter van der Berg"]),
        ("J. B. Priestly HMI", ["J. B. Priestly"]),
        ("Dr Ann Other and Mr. Jo Roe", ["Ann Other", "Jo Roe"]),
        ("Jo Roe, Social Care Regulatory Inspector; Ann Other, Ofsted Inspector", ["Jo Roe", "Ann Other"]),
        ("Jo Roe (lead), Ann Other", ["Jo Roe", "Ann Other"]),
        ("Tom Anthony, His Majesty's Inspector Judgement Grade", ["Tom Anthony"]),
        ("Portsmouth City Council", []),
        ("Children's Services", []),
        ("Madonna", []),
        ("a social worker", []),
        ("", []),
    ],
)
def test_names(text, names):
    assert list(names_in(text)) == names


def found(text, kind=Kind.FOCUSED_VISIT):
    return list(inspectors_of(head_of(text.split("\n")), None, kind))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lead inspector: Jo Roe, His Majesty’s Inspector", ["Jo Roe"]),
        ("Lead inspector: Jo Roe\nHer Majesty’s Inspector", ["Jo Roe"]),
        ("Lead inspector:\nJo Roe\nHer Majesty’s Inspector", ["Jo Roe"]),
        ("Lead inspectors: Jo Roe and Ann Other", ["Jo Roe", "Ann Other"]),
        ("Lead inspectors: Jo Roe and\nAnn Other HMI", ["Jo Roe", "Ann Other"]),
        ("Lead inspector: Jo Roe HMI Judgement Grade", ["Jo Roe"]),
        ("The lead inspector met the director.", []),
        ("Inspection dates: 4 to 8 May 2020", []),
    ],
)
def test_reports(text, names):
    assert found(text, Kind.STANDARD_INSPECTION) == names


def test_the_team_of_the_single_framework_comes_after_the_lead():
    text = (
        "Inspection team\nLead inspector: Jo Roe HMI\nDeputy lead inspector: Ann Other HMI\nTeam "
        "inspectors: Sam Poe HMI,\nKim Lee HMI"
    )
    assert found(text, Kind.SINGLE_INSPECTION) == ["Jo Roe", "Ann Other", "Sam Poe", "Kim Lee"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("His Majesty’s Inspectors for this visit were Jo Roe and Ann Other.", ["Jo Roe", "Ann Other"]),
        ("The inspectors for the visit were Jo Roe HMI and Ann Other HMI.", ["Jo Roe", "Ann Other"]),
        (
            "The visit was carried out by Her Majesty’s Inspectors Jo Roe and Ann Other.",
            ["Jo Roe", "Ann Other"],
        ),
        ("The visit on 4 May 2020 was undertaken by Jo Roe HMI.", ["Jo Roe"]),
        ("a visit carried out by Jo Roe and Ann Other, Her Majesty’s Inspectors.", ["Jo Roe", "Ann Other"]),
        ("The visit was undertaken by Jo Roe, HMI, and Ann Other, HMI.", ["Jo Roe", "Ann Other"]),
        ("Her Majesty’s Inspector for this visit was Jo Roe.", ["Jo Roe"]),
        ("My colleague Jo Roe and I visited the authority.", ["Kim Lee", "Jo Roe"]),
        ("Jo Roe and Ann Other, Her Majesty’s Inspectors, visited the service.", ["Jo Roe", "Ann Other"]),
        ("An audit was carried out by Price Waterhouse.", ["Kim Lee"]),
        ("Inspectors were able to see progress. Inspectors visited Kent.", ["Kim Lee"]),
    ],
)
def test_letters(sentence, names):
    text = (
        f"Dear Ms Doe\n{sentence}\nHeadline findings\nFine.\nYours sincerely\nKim Lee\nHis Majesty’s "
        f"Inspector"
    )
    assert found(text) == names


@pytest.mark.parametrize(
    ("signature", "names"),
    [
        ("Jo Roe\nHer Majesty's Inspector", ["Jo Roe"]),
        ("Jo Roe HMI\nRegional Director, South East", ["Jo Roe"]),
        ("Jo Roe HMI Regional Director, South East", ["Jo Roe"]),
        ("Jo Roe\nSenior HMI", ["Jo Roe"]),
        ("Jo Roe\nNational Director, Social Care", []),
        ("Jo Roe\nCare Quality Commission", []),
        ("Jo Roe\nHM Inspector of Probation", []),
        ("Jo Roe HMI\nHMI Probation", []),
        ("Councillor Jo Roe", []),
    ],
)
def test_signatures(signature, names):
    assert found(f"Dear Ms Doe\nThank you.\nYours sincerely\n{signature}") == names


def test_a_regional_director_signs_annual_conversations():
    text = (
        "Dear Ms Doe\nThank you for meeting Ann Other and Sam Poe.\nYours sincerely\nJo Roe\nRegional "
        "Director"
    )
    assert found(text, Kind.ANNUAL_CONVERSATION) == ["Jo Roe"]
    assert found(text, Kind.FOCUSED_VISIT) == []


def test_articles_name_no_inspectors():
    assert found("Lead inspector: Jo Roe", Kind.NEWS) == []
