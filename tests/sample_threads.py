"""Tell where the threads of the five sample documents stand, found by reading them.

By what a reviewer would type; each place as the document and words that stand in it. For employment the
places are those of the reports and letters; for accommodation those of the thread from 001 to 000.
"""

import re

PLACES = {
    "health histories": [
        ("003", "receiving a 'health passport'"),
        ("001", "in particular, access to health histories"),
        ("001", "in respect of care leavers' health histories"),
        ("001", "childhood health histories"),
        ("000", "right to access their health histories"),
        ("000", "'My Health Story'"),
        ("004", "care leavers' access to their health histories"),
        ("004", "information about their health histories"),
    ],
    "education employment training": [
        ("004", "The number of young people in education, employment and training"),
        ("004", "the proportion of Southampton care leavers in education"),
        ("001", "in particular, access to health histories, education, employment"),
        ("001", "in respect of care leavers' health histories, education, employment"),
        ("001", "The number of care-experienced young people in education"),
        ("001", "The proportion of care-experienced young people who are in education"),
        ("000", "are supported to access employment, education and training"),
        ("000", "too many care-experienced young people are not in education"),
    ],
    "accommodation": [
        ("001", "and broader housing options"),
        ("001", "and accommodation options"),
        ("001", "live in suitable accommodation which is safe"),
        ("000", "Most young people live in accommodation that meets their needs"),
        ("000", "increased the range of accommodation options"),
    ],
    "parental consent": [
        ("001", "proportionality when dispensing with"),
        ("001", "The recording of the rationale"),
        ("001", "decisions are made to dispense with parental consent"),
    ],
    "daily logs": [
        ("001", "in the recording of daily logs"),
        ("001", "Foster carers capturing"),
        ("001", "not recording daily logs"),
    ],
    "return home interviews": [
        ("004", "the take up and quality of return home"),
        ("004", "when young people go missing"),
        ("004", "Practitioners are not always sufficiently creative"),
        ("001", "Some return home conversations"),
    ],
    "supervision": [
        ("003", "level of reflection in supervision"),
        ("004", "variability in the quality of management oversight"),
        ("000", "The frequency and quality of supervision"),
    ],
}


def offset_of(text: str, words: str) -> int:
    """Return where the words stand in a text, however it is broken into lines."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    assert found, words
    return found.start()
