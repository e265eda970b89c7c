"""Everything that changes the database, in one table: every fault is done to every line of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given, correct_grades
from ofsted_tui.importing.opening import begin, read_again
from ofsted_tui.importing.versions import replace as replace_document
from ofsted_tui.model.annotation import Direction, Quantifier
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.passage import Passage, Placement, PlacementState
from ofsted_tui.model.structure import Grade
from ofsted_tui.review.coverage import before_sign_off, sign_off
from ofsted_tui.review.placing import Placing
from ofsted_tui.store import Store
from ofsted_tui.store.restore import restore
from tests.faults.thread_verbs import THREAD_VERBS
from tests.faults.verb import Step, Verb
from tests.faults.worlds import FILE, World


def _sessions(name: str, *arguments: object) -> Step:
    """Return a write to the sessions as one action, as the screens and commands do it."""

    def do(world: World) -> None:
        with world.store.action():
            getattr(world.store.sessions, name)(*arguments)

    return do


def _on(session: str, name: str, *arguments: object) -> Step:
    return lambda world: _sessions(name, world.session(session), *arguments)(world)


def _add_document(world: World) -> None:
    world.review.add_document(world.document("letter.txt"))


def _edit(name: str, *arguments: object) -> Step:
    return lambda world: getattr(world.review, name)(world.tag.id, *arguments)


def _tag(world: World) -> object:
    area = world.codebook.area("leaders")
    topic = world.codebook.topics_of("leaders")[0].code
    return world.review.tag(
        world.passage(8), area, topic=topic, direction=Direction.STRENGTH, note="n" * 5_000
    )


def _toggle(number: int, world: World) -> object:
    return world.review.toggle(world.passage(number), world.codebook.area("leaders"))


def _toggle_elsewhere(world: World) -> object:
    area = world.codebook.area("leaders")
    return world.review.toggle_elsewhere(world.document("letter.txt"), Passage(0, 6), area)


def _mark(number: int, world: World) -> object:
    return world.review.mark_read(world.passage(number))


def _remember(world: World) -> None:
    world.review.remember(world.place(7), "annotations")


def _open_other(world: World) -> None:
    world.review.open_document(world.document("letter.txt"))


def _import(name: str, given: Given | None, world: World) -> object:
    return import_file(world.store, world.codebook, world.folder / name, given)


def _correct(given: Given, world: World) -> object:
    return world.review.correct(given)


def _grades(world: World) -> None:
    grades = {"leaders": Grade.INADEQUATE, "overall": Grade.GOOD}
    correct_grades(world.store, world.document("report.txt"), grades)


def _section(world: World) -> None:
    position = next(
        number
        for number, one in enumerate(world.review.opened.sections)
        if one.area not in {"", "care_leavers"}
    )
    world.review.correct_section(position, "care_leavers")


def _as_read_long_ago(world: World) -> None:
    world.store.connection.raw.execute("UPDATE documents SET reading = 0")
    assert world.review


def _sign_off(world: World) -> None:
    session = world.session("Review")
    sign_off(world.store, session, before_sign_off(world.store, world.codebook, session))


def _restructure(world: World) -> None:
    document = world.document("report.txt")
    structure = world.store.documents.structures.get(document)
    with world.store.action():
        world.store.documents.restructure(document, replace(structure, paragraphs=structure.paragraphs[:-1]))


def _placed(do: Callable[[Placing], object]) -> Step:
    """Return what is done at the queue of a document that was published anew."""

    def step(world: World) -> object:
        placing = Placing(world.review)
        placing.take({one: Placement(PlacementState.SAME, one, 1.0) for one in placing.wanted})
        return do(placing)

    return step


def _replace(world: World) -> None:
    given = Given(replaces=world.document("letter.txt"))
    import_file(world.store, world.codebook, world.folder / "new.txt", given)


def _replace_later(world: World) -> None:
    replace_document(world.store, world.document("report.txt"), world.document("letter.txt"))


def _back_up(world: World) -> None:
    world.store.back_up()
    world.review.set_note(world.tag.id, "later than the backup")
    world.close()


def _restore(world: World) -> None:
    (backup,) = (world.folder / f"{FILE}.backups").glob("*.db")
    restore(world.path, backup, busy_seconds=0)


def _close(world: World) -> None:
    world.close()


def _open(world: World) -> None:
    Store(world.path, create=True, busy_seconds=0).close()


_JOURNALLED = (
    Verb("tag", _tag, "Review.tag"),
    Verb("untag", _edit("untag"), "Review.untag"),
    Verb("toggle on", partial(_toggle, 9), "Review.toggle"),
    Verb("toggle off", partial(_toggle, 1)),
    Verb("toggle elsewhere", _toggle_elsewhere, "Review.toggle_elsewhere"),
    Verb("topic", lambda w: w.review.set_topic(w.tag.id, w.codebook.topics_of("leaders")[1].code),
         "Review.set_topic"),
    Verb("direction", _edit("set_direction", Direction.CLAIM), "Review.set_direction"),
    Verb("toggle direction", lambda w: w.review.toggle_direction(w.tag, Direction.CLAIM),
         "Review.toggle_direction"),
    Verb("quantifier", _edit("set_quantifier", Quantifier.FEW), "Review.set_quantifier"),
    Verb("note", _edit("set_note", "“other”\n\x1b words"), "Review.set_note"),
    Verb("note, with the place", _edit("set_note", "here"), "Review.remember", prepare=_remember),
    Verb("mark read", partial(_mark, 7), "Review.mark_read"),
    Verb("mark unread", partial(_mark, 5)),
    Verb("place", _placed(lambda queue: queue.accept(queue.undecided[0])), "Review.do_at_once",
         template="reissued"),
    Verb("redraw", _placed(lambda queue: queue.accept(queue.undecided[0], Passage(3, 30))),
         template="reissued"),
    Verb("leave", _placed(lambda queue: queue.leave(queue.undecided[0])), template="reissued"),
    Verb("place all", _placed(lambda queue: queue.accept_certain()), template="reissued"),
    *THREAD_VERBS,
)  # fmt: skip

_PLAIN = (
    Verb("undo", lambda w: w.review.undo(), "Review.undo"),
    Verb("redo", lambda w: w.review.redo(), "Review.redo"),
    Verb("keep the place", lambda w: w.review.save_place(),
         "Review.save_place review.review:Review._action", prepare=_remember),
    Verb("note opened", lambda w: w.review.note_opened(),
         "Review.note_opened review.review:Review.note_opened"),
    Verb("open another document", _open_other,
         "Review.open_document review.review:Review.open_document",
         prepare=_remember, actions=2),
    Verb("add document", _add_document,
         "Review.add_document review.review:Review.add_document cli.tagging:_session_for"),
    Verb("create session", _sessions("add", "Fresh", "Someone new", [])),
    Verb("rename session", _on("Review", "rename", "Renamed"),
         "tui.screens.start_screen:StartScreen._write tui.screens.start_screen:StartScreen._rename"),
    Verb("delete session", _on("Other", "remove")),
    Verb("restore session", _on("Deleted", "restore")),
    Verb("begin a session on what is there", lambda w: begin(w.store, w.codebook, "Rae", "Begun"),
         "importing.opening:begin"),
    Verb("import", partial(_import, "new.txt", None), "importing.batch:keep"),
    Verb("import again, described", partial(_import, "report.txt", Given(title="Described"))),
    Verb("import a new version", _replace),
    Verb("note what a document replaces", _replace_later, "importing.versions:replace"),
    Verb("correct the title", partial(_correct, Given(title="Better")),
         "Review.correct importing.details:correct"),
    Verb("correct kind and day",
         partial(_correct, Given(kind=DocumentKind.FOCUSED_VISIT, event_start=date(2019, 3, 4)))),
    Verb("correct grades", _grades, "importing.details:correct_grades"),
    Verb("correct a section", _section, "Review.correct_section importing.details:correct_section"),
    Verb("read again", lambda w: read_again(w.store, w.codebook), "importing.details:_try_to_reread",
         prepare=_as_read_long_ago, actions=2),
    Verb("restructure", _restructure),
    Verb("sign off", _sign_off, "review.coverage:sign_off"),
    Verb("setting", lambda w: w.store.settings.set("theme", "dark"),
         "store.sessions:Settings.set tui.app:WorkbenchApp._keep_theme"
         " tui.screens.import_dialog:import_files.begin"),
    Verb("first change of a day", _edit("set_note", "another day"), template="yesterday"),
    Verb("backup", lambda w: w.store.back_up(), "store.store:Store.back_up", changes=False),
    Verb("restore", _restore, "store.restore:restore", prepare=_back_up),
    Verb("make the file", _open, "store.store:_upgrade", prepare=_close, template="nothing"),
)  # fmt: skip


def _after(verb: Verb, step: str) -> Verb:
    """Return undo or redo of a verb as a verb of its own."""

    def prepare(world: World) -> None:
        verb.prepare(world)
        verb.do(world)
        if step == "redo":
            world.review.undo()

    return Verb(
        f"{step} of {verb.name}",
        lambda world: getattr(world.review, step)(),
        prepare=prepare,
        template=verb.template,
    )


TAKEN_BACK = tuple(_after(verb, step) for verb in _JOURNALLED for step in ("undo", "redo"))
"""Undo and redo of every verb that they reach."""
VERBS = _JOURNALLED + _PLAIN
"""Every verb once."""
