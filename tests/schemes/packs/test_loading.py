"""From folder to pack and back from store; the name follows the content, not the layout."""

from collections.abc import Callable
from decimal import Decimal

from tests.schemes.conftest import CATALOGUE, Data, Write, leaf, metric
from wuxing.schemes.conditions import storing
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.packs.structure import Pack


def test_identity_is_id_edition_and_sha256(write: Write) -> None:
    draft = loading.draft(write())
    assert draft.identity == f"test.small@2026.1#{draft.sha256}"
    assert loading.load(write(), CATALOGUE).identity == draft.identity


def test_layout_and_comments_leave_the_identity_alone(write: Write) -> None:
    directory = write()
    before = loading.draft(directory).sha256
    path = directory / "metrics.yaml"
    path.write_text("# a comment\n" + path.read_text())
    assert loading.draft(directory).sha256 == before


def test_one_changed_word_changes_the_identity(write: Write) -> None:
    def change(data: Data) -> None:
        data["metrics"]["metrics"][0]["says"]["en"] = "other"

    assert loading.draft(write()).sha256 != loading.draft(write(change)).sha256


def test_pack_restored_from_store_is_the_same(write: Write) -> None:
    draft = loading.draft(write())
    pack = loading.checked(draft, CATALOGUE)
    assert loading.restore(draft.form.decode(), loading.trees_of(pack), {}) == pack


def test_trees_of_another_format_are_parsed_anew(write: Write) -> None:
    draft = loading.draft(write())
    pack = loading.checked(draft, CATALOGUE)
    stale = loading.trees_of(pack) | {"format": storing.FORMAT + 1}
    assert loading.restore(draft.form.decode(), stale, CATALOGUE) == pack


def test_every_mode_is_read(small: Callable[..., Pack]) -> None:
    kept = {"mode": "proportional", "metric": "kept"}
    modes: list[tuple[Data, Mode]] = [
        ({"mode": "manual"}, Manual()),
        ({"mode": "manual", "two_person": True}, Manual(two_person=True)),
        ({"mode": "binary", "metric": "kept"}, Binary("kept")),
        ({"mode": "binary", "metric": "kept", "at": "0.9"}, Binary("kept", Decimal("0.9"))),
        (
            {"mode": "ladder", "metric": "kept", "steps": [{"at": "0.1", "earns": "1"}]},
            Ladder("kept", (Step(Decimal("0.1"), Decimal(1)),)),
        ),
        (
            {"mode": "linear", "metric": "kept", "floor": "0.5", "target": "0.9"},
            Linear("kept", Decimal("0.5"), Decimal("0.9")),
        ),
        ({"mode": "min_of", "parts": [kept, kept]}, MinOf((Proportional("kept"), Proportional("kept")))),
        (
            {"mode": "weighted_of", "parts": [{"weight": "0.4", **kept}, {"weight": "0.6", "mode": "manual"}]},
            WeightedOf((Part(Decimal("0.4"), Proportional("kept")), Part(Decimal("0.6"), Manual()))),
        ),
    ]

    def change(data: Data) -> None:
        first = data["indicators"]["indicators"][0]
        first["children"] = [
            leaf(f"1.{number}", "60" if number == 1 else "0", written) for number, (written, _) in enumerate(modes, 1)
        ]
        data["indicators"]["indicators"][1]["children"] = [leaf("2.1", "40", kept)]

    pack = small(change)
    assert [indicator.mode for indicator in pack.leaves[:-1]] == [mode for _, mode in modes]


def test_conditions_of_gates_vetoes_and_metrics_are_understood(small: Callable[..., Pack]) -> None:
    def change(data: Data) -> None:
        data["scheme"]["gates"] = {"seasoned": "case.months_at_pass >= 12.0"}
        data["scheme"]["levels"][1]["gates"] = ["seasoned"]
        data["metrics"]["metrics"][0] = metric("kept", where="r.visits > 0.0")

    pack = small(change)
    where = pack.metrics["kept"].where
    assert where is not None
    assert where.text == "r.visits > 0.0"
    assert pack.gates["seasoned"].text == "case.months_at_pass >= 12.0"
    assert pack.levels[1].gates == ("seasoned",)
