"""Repeats: adding and removing anywhere, counts, nesting, what is read inside, across and outside."""

from __future__ import annotations

import pytest
from raw_forms import asked, begun, control, xform
from sample_forms import record_of, survey

from fieldaudit.errors import BadInput
from fieldaudit.xform import Record
from fieldaudit.xform.filling import engine

pytestmark = pytest.mark.slow  # `make check` stays under a minute

cites = pytest.mark.cites


def repeat(name: str, inside: str, attributes: str = "") -> str:
    """A repeat of the body, in the group that is its title."""
    return f'<group ref="/data/{name}"><label>{name}</label><repeat nodeset="/data/{name}" {attributes}>{inside}</repeat></group>'


def binds(**said: str) -> str:
    """Calculations by path, slashes written __."""
    return "".join(f'<bind nodeset="/data/{path.replace("__", "/")}" calculate="{source}"/>' for path, source in said.items())


ROOMS = xform(
    "<r><n/><at/><twice/></r><sum/><count/><last/>",
    binds(
        r__at="position(..)",
        r__twice="../n * 2",
        sum="sum(/data/r/n)",
        count="count(/data/r)",
        last="/data/r[position() = last()]/n",
    ),
    repeat("r", control("r/n")),
)


def filled(*numbers: int) -> Record:
    """ROOMS with these numbers."""
    return begun(ROOMS, {f"r[{at}]/n": str(number) for at, number in enumerate(numbers, 1)})


@cites("repeat.add-remove", "repeat.nodeset", "xlsform.repeat")
def test_an_added_instance_comes_last_and_counts_at_once() -> None:
    record = filled(1, 2)
    delta = record.add_repeat("r")
    assert delta.values["r"] == "3" and delta.values["r[3]/at"] == "3" and delta.shown == ("r[3]/n",)
    assert record.get("count") == "3" and record.set("r[3]/n", "5").values == {
        "r[3]/n": "5",
        "r[3]/twice": "10",
        "sum": "8",
        "last": "5",
    }


@pytest.mark.parametrize(("gone", "left"), [(1, [2, 3]), (2, [1, 3]), (3, [1, 2])])
@cites("repeat.add-remove", "repeat.position")
def test_when_one_is_removed_those_after_it_move_up(gone: int, left: list[int]) -> None:
    record = filled(1, 2, 3)
    before = record.values()
    delta = record.remove_repeat(f"r[{gone}]")
    assert [record.get(f"r[{at}]/n") for at in (1, 2)] == [str(number) for number in left]
    assert [record.get(f"r[{at}]/at") for at in (1, 2)] == ["1", "2"] and record.get("count") == "2"
    assert (record.get("sum"), record.get("last")) == (str(sum(left)), str(left[-1])) and delta.values["r"] == "2"
    told = {**before, **delta.values}
    assert {path: value for path, value in told.items() if value and path != "r"} == record.values()


@pytest.mark.parametrize(("at", "numbers"), [(1, ["", "1", "2"]), (2, ["1", "", "2"]), (3, ["1", "2", ""])])
@cites("repeat.add-remove")
def test_an_instance_can_be_put_between_others(at: int, numbers: list[str]) -> None:
    record = filled(1, 2)
    before = record.values()
    delta = record.add_repeat("r", at)
    assert [record.get(f"r[{each}]/n") for each in (1, 2, 3)] == numbers
    assert [record.get(f"r[{each}]/at") for each in (1, 2, 3)] == ["1", "2", "3"] and record.get("last") == numbers[-1]
    told = {**before, **delta.values}
    assert {path: value for path, value in told.items() if value and path != "r"} == record.values()
    with pytest.raises(BadInput, match="5"):
        record.add_repeat("r", 5)


@cites("repeat.empty")
def test_a_repeat_may_come_to_have_no_instance_and_get_one_again() -> None:
    record = filled(1)
    assert record.remove_repeat("r[1]").values["count"] == "0" and asked(record) == [] and record.get("sum") == "0"
    assert record.label("r") == "r" and record_of(record.form, record.answers()).instances("r") == 0
    record.add_repeat("r")
    assert asked(record) == ["r[1]/n"] and record.get("r[1]/n") == ""


def test_paths_may_begin_with_the_root() -> None:
    record = filled(1, 2)
    assert record.set("/data/r[2]/n", "9").values["r[2]/n"] == "9" and record.get("/data/sum") == "10"
    assert record.add_repeat("/data/r").values["r"] == "3" and record.remove_repeat("/data/r[1]").values["r"] == "2"
    assert record_of(record.form, {"/data/r": "2", "/data/r[2]/n": "4"}).values()["r[2]/n"] == "4"
    assert record_of(record.form, {"/data/r": "1", "/data/r[2]/n": ""}).instances("r") == 1 and record.label("/data") == "data"
    assert record.label("/data/r[2]/n") == "r/n" and record.evaluate("../n + 1", "/data/r[1]/at") == 10.0
    with pytest.raises(BadInput, match="other"):
        record.get("/other/sum")


# -- where instances come from -------------------------------------------------------------------------------
@cites("repeat.several-nodes", "repeat.default-each", "repeat.template", "instance.template")
def test_each_instance_of_the_form_keeps_its_own_values_and_new_ones_get_the_templates() -> None:
    instance = '<r jr:template=""><n>7</n></r><r><n>1</n></r><r><n>2</n></r><r><n/></r><sum/>'
    record = begun(xform(instance, binds(sum="sum(/data/r/n)"), repeat("r", control("r/n"))))
    assert record.instances("r") == 3 and record.get("sum") == "3"
    record.add_repeat("r")
    assert record.get("r[4]/n") == "7" and record.get("sum") == "10"
    record.remove_repeat("r[1]")
    again = record_of(record.form, record.answers())
    assert [again.get(f"r[{at}]/n") for at in (1, 2, 3)] == ["2", "", "7"] and again.instances("r") == 3


@cites("repeat.template")
def test_a_repeat_with_a_template_only_begins_without_instance() -> None:
    record = begun(xform('<r jr:template=""><n>7</n></r>', "", repeat("r", control("r/n"))))
    assert asked(record) == [] and [entry.may_add for entry in record.outline()] == [True]
    record.add_repeat("r")
    assert record.values() == {"r[1]/n": "7"}


@cites("repeat.no-add-remove")
def test_no_add_remove_leaves_the_number_to_the_form() -> None:
    source = xform(
        "<free/><r><n/></r><r><n/></r>", "", control("free") + repeat("r", control("r/n"), 'jr:noAddRemove="/data/free = 0"')
    )
    record = begun(source)
    record.set("free", "0")
    assert record.instances("r") == 2 and not any(entry.may_add or entry.may_remove for entry in record.outline())
    for act in (lambda: record.add_repeat("r"), lambda: record.remove_repeat("r[1]")):
        with pytest.raises(BadInput, match="不允许"):
            act()
    record.set("free", "1")
    record.add_repeat("r")
    assert record.instances("r") == 3


# -- counts --------------------------------------------------------------------------------------------------
def counted(count: str, default: str = "", relevant: str = "") -> Record:
    """A repeat with this jr:count, a question `a` it may ask."""
    shown = f'<bind nodeset="/data/r" relevant="{relevant}"/>' if relevant else ""
    return begun(
        xform(
            f"<a>{default}</a><r><n>1</n><at/></r><sum/>",
            shown + binds(sum="sum(/data/r/n)", r__at="position(..)"),
            control("a") + repeat("r", control("r/n"), f'jr:count="{count}"'),
        )
    )


@pytest.mark.parametrize(
    ("count", "number"),
    [
        ("3", 3),
        ("0", 0),
        ("-2", 0),
        ("2.9", 2),
        ("'2'", 2),
        ("''", 0),
        ("'many'", 0),
        ("0 div 0", 0),
        ("1 + 1", 2),
        ("/data/a", 4),
        ("../a", 4),
        ("/data/a * 2 - 1", 7),
        ("if(/data/a > 3, 2, 1)", 2),
        ("1 div 0", 5000),
        ("true()", 1),
    ],
)
@cites("repeat.count", "repeat.count.dynamic", "xlsform.repeat_count")
def test_a_count_makes_that_many(count: str, number: int) -> None:
    record = counted(count, "4")
    assert record.instances("r") == number and record.get("sum") == str(number)


@cites("repeat.count.dynamic")
def test_a_count_is_followed_and_what_it_hides_comes_back() -> None:
    record = counted("/data/a", "3")
    record.set("r[3]/n", "30")
    assert record.get("sum") == "32"
    delta = record.set("a", "1")
    assert set(delta.hidden) == {"r[2]/n", "r[3]/n"} and record.get("sum") == "1" and record.values()["r[1]/at"] == "1"
    assert b"30" not in record.xml("uuid:1") and record.set("a", "").values["sum"] == "0"
    assert record.set("a", "4").values["r[3]/n"] == "30" and record.get("sum") == "33" and record.get("r[4]/at") == "4"
    for act in (lambda: record.add_repeat("r"), lambda: record.remove_repeat("r[1]")):
        with pytest.raises(BadInput, match="由表单决定"):
            act()


@cites("repeat.count")
def test_instances_of_the_form_past_the_count_are_hidden() -> None:
    record = begun(xform("<r><n>1</n></r><r><n>2</n></r><r><n>3</n></r>", "", repeat("r", control("r/n"), 'jr:count="2"')))
    assert record.values() == {"r[1]/n": "1", "r[2]/n": "2"}


@cites("repeat.count.dynamic", "repeat.nested")
def test_a_count_in_a_count_and_one_that_reads_its_own_instance() -> None:
    instance = "<a>2</a><r><b/><s><n>1</n></s></r><sum/>"
    body = control("a") + repeat(
        "r",
        control("r/b") + '<repeat nodeset="/data/r/s" jr:count="/data/r/b">' + control("r/s/n") + "</repeat>",
        'jr:count="/data/a"',
    )
    record = begun(xform(instance, binds(sum="sum(/data/r/s/n)"), body))
    assert asked(record) == ["a", "r[1]/b", "r[2]/b"]
    record.set("r[1]/b", "1")
    record.set("r[2]/b", "2")
    assert asked(record)[1:] == ["r[1]/b", "r[1]/s[1]/n", "r[2]/b", "r[2]/s[1]/n", "r[2]/s[2]/n"] and record.get("sum") == "3"
    record.set("a", "1")
    assert record.get("sum") == "1"
    record.set("a", "3")
    assert record.get("sum") == "3" and record_of(record.form, record.answers()).values() == record.values()


@cites("repeat.count.dynamic")
def test_a_repeat_that_goes_on_as_long_as_a_condition_holds() -> None:
    instance = "<count/><wanted/><r><n/><more/></r>"
    source = xform(
        instance,
        binds(
            count="count(/data/r)",
            wanted="if(/data/count = 0 or /data/r[position() = /data/count]/more = 'yes', /data/count + 1, /data/count)",
        ),
        repeat("r", control("r/n") + control("r/more"), 'jr:count="/data/wanted"'),
    )
    record = begun(source)
    assert record.instances("r") == 1
    for number in (1, 2, 3):
        record.set(f"r[{number}]/more", "yes")
        assert record.instances("r") == number + 1
    record.set("r[4]/more", "no")
    assert record.instances("r") == 4 and record.get("count") == "4"


def test_a_count_that_feeds_itself_without_end_is_refused() -> None:
    source = xform(
        "<on/><r><n/></r>", "", control("on") + repeat("r", control("r/n"), 'jr:count="if(/data/on = 1, count(/data/r) + 1, 1)"')
    )
    record = begun(source)
    with pytest.raises(BadInput, match="无法停下"):
        record.set("on", "1")
    assert record.instances("r") == 1 and record.get("on") == ""
    assert record.set("on", "2").values == {"on": "2"}


# -- nesting -----------------------------------------------------------------------------------------------
NESTED = xform(
    '<f><name/><r jr:template=""><n/><path/></r><r><n/><path/></r><sum/></f><sum/><first/><all/>',
    binds(
        f__r__path="concat(position(../..), '.', position(..), ' ', /data/f/name)",
        f__sum="sum(/data/f/r/n)",
        sum="sum(/data/f/r/n)",
        first="indexed-repeat(/data/f/r/n, /data/f, 2, /data/f/r, 1)",
        all="join(',', /data/f/r/n)",
    ),
    repeat("f", control("f/name") + '<repeat nodeset="/data/f/r">' + control("f/r/n") + "</repeat>"),
)


@cites("repeat.nested", "path.own-repeat", "path.repeat-from-outside", "fn:indexed-repeat")
def test_instances_in_instances() -> None:
    record = begun(NESTED)
    record.add_repeat("f")
    record.add_repeat("f[2]/r")
    record.add_repeat("f[1]/r")
    for path, value in (("f[1]/name", "A"), ("f[2]/name", "B"), ("f[1]/r[1]/n", "1"), ("f[1]/r[2]/n", "2"), ("f[2]/r[1]/n", "4")):
        record.set(path, value)
    assert [record.get(path) for path in ("f[1]/sum", "f[2]/sum", "sum", "first", "all")] == ["3", "4", "7", "4", "1,2,4,"]
    assert [record.get(f"{path}/path") for path in ("f[1]/r[2]", "f[2]/r[1]", "f[2]/r[2]")] == ["1.2 A", "2.1 B", "2.2 B"]
    record.remove_repeat("f[1]/r[1]")
    assert record.get("f[1]/r[1]/path") == "1.1 A" and record.get("sum") == "6"
    record.remove_repeat("f[1]")
    assert record.get("f[1]/r[1]/path") == "1.1 B" and [record.get(path) for path in ("sum", "first")] == ["4", ""]
    assert record_of(record.form, record.answers()).values() == record.values()


# -- reading other instances -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "before",
    [
        "indexed-repeat(/data/r/total, /data/r, position(..) - 1)",
        "/data/r[position() = position(current()/..) - 1]/total",
        "../preceding-sibling::r[1]/total",
    ],
)
def test_a_running_total_reads_the_instance_before(before: str) -> None:
    record = begun(
        xform(
            "<r><n/><total/></r><end/>",
            binds(r__total=f"coalesce({before}, 0) + coalesce(../n, 0)", end="/data/r[position() = last()]/total"),
            repeat("r", control("r/n")),
        ),
        {f"r[{at}]/n": str(at) for at in range(1, 5)},
    )
    assert [record.get(f"r[{at}]/total") for at in range(1, 5)] == ["1", "3", "6", "10"]
    record.set("r[2]/n", "20")
    assert [record.get(f"r[{at}]/total") for at in range(1, 5)] == ["1", "21", "24", "28"]
    record.remove_repeat("r[1]")
    assert [record.get(f"r[{at}]/total") for at in range(1, 4)] == ["20", "23", "27"] and record.get("end") == "27"
    record.add_repeat("r", 1)
    assert record.get("r[1]/total") == "0" and record.get("end") == "27"


def test_a_total_may_run_from_the_end() -> None:
    record = begun(
        xform(
            "<r><n/><rest/></r>",
            binds(r__rest="coalesce(/data/r[position() = position(current()/..) + 1]/rest, 0) + coalesce(../n, 0)"),
            repeat("r", control("r/n")),
        ),
        {f"r[{at}]/n": "1" for at in range(1, 251)},
    )
    assert [record.get(f"r[{at}]/rest") for at in (1, 250)] == ["250", "1"]
    record.set("r[250]/n", "11")
    assert [record.get(f"r[{at}]/rest") for at in (1, 250)] == ["260", "11"]


def test_instances_that_push_each_other_up_without_end_are_refused_and_undone() -> None:
    other = "/data/r[position() != position(current()/..)]/x"
    record = begun(xform("<r><n/><x/></r>", binds(r__x=f"if(../n = 1, coalesce({other}, 0) + 1, 0)"), repeat("r", control("r/n"))))
    record.add_repeat("r")
    record.set("r[1]/n", "1")
    before = record.values()
    with pytest.raises(BadInput, match="无法停下"):
        record.set("r[2]/n", "1")
    assert record.values() == before and record.set("r[2]/n", "2").values == {"r[2]/n": "2"}


def test_an_instance_that_cannot_be_added_is_taken_out_again() -> None:
    other = "/data/r[position() != position(current()/..)]/x"
    record = begun(
        xform(
            '<r jr:template=""><n>1</n><x/></r><count/>',
            binds(r__x=f"if(../n = 1, coalesce({other}, 0) + 1, 0)", count="count(/data/r)"),
            repeat("r", control("r/n")),
        ),
        {"r[1]/n": "1"},
    )
    before = record.values(), record.answers()
    for place in (None, 1):
        with pytest.raises(BadInput, match="无法停下"):
            record.add_repeat("r", place)
        assert (record.values(), record.answers(), record.instances("r")) == (*before, 1)


def test_a_repeat_that_refers_to_another_by_place() -> None:
    record = begun(
        xform(
            "<r><name/></r><s><who/><age/></s>",
            binds(s__who="indexed-repeat(/data/r/name, /data/r, position(..))"),
            repeat("r", control("r/name")) + repeat("s", control("s/age"), 'jr:count="count(/data/r)"'),
        )
    )
    record.add_repeat("r")
    record.set("r[1]/name", "A")
    record.set("r[2]/name", "B")
    assert [record.get(f"s[{at}]/who") for at in (1, 2)] == ["A", "B"]
    assert record.remove_repeat("r[1]").values["s[1]/who"] == "B" and record.instances("s") == 1


@cites("fn:count", "predicate.any")
def test_how_many_answers_of_a_kind_inside_and_outside() -> None:
    record = begun(
        xform(
            "<r><n/><alike/></r><ones/>",
            binds(ones="count(/data/r[n = 1])", r__alike="count(/data/r[n = current()/../n])"),
            repeat("r", control("r/n")),
        )
    )
    record.add_repeat("r")
    record.set("r[1]/n", "1")
    record.set("r[2]/n", "1")
    assert [record.get(path) for path in ("ones", "r[1]/alike", "r[2]/alike")] == ["2", "2", "2"]
    record.set("r[2]/n", "3")
    assert [record.get(path) for path in ("ones", "r[1]/alike", "r[2]/alike")] == ["1", "1", "1"]


def test_a_record_cannot_grow_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_NODES", 1000)
    inner = '<repeat nodeset="/data/f/r" jr:count="/data/b">' + control("f/r/n") + "</repeat>"
    record = begun(xform("<a/><b/><f><r><n/></r></f>", "", control("a") + control("b") + repeat("f", inner, 'jr:count="/data/a"')))
    record.set("a", "100")
    with pytest.raises(BadInput, match="1000"):
        record.set("b", "100")
    assert record.get("b") == "" and record.instances("f") == 100 and record.set("b", "1").values["b"] == "1"


def test_instances_that_were_removed_do_not_count_against_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_NODES", 50)
    record = filled(1)
    for _ in range(30):
        record.add_repeat("r")
        record.remove_repeat("r[1]")
    assert record.instances("r") == 1


@cites("fn:count", "repeat.count.dynamic")
def test_a_count_of_instances_leaves_out_hidden_ones() -> None:
    body = control("a") + control("b") + repeat("r", control("r/n"), 'jr:count="/data/a"') + repeat("s", control("s/n"))
    model = (
        binds(count="count(/data/r)", other="count( /data/s )") + '<bind nodeset="/data/s" relevant="position(.) &lt;= /data/b"/>'
    )
    record = begun(xform("<a>3</a><b>5</b><r><n/></r><s><n/></s><count/><other/>", model, body), {"s": "3"})
    assert (record.get("count"), record.get("other")) == ("3", "3")
    assert record.set("a", "1").values["count"] == "1" and record.set("b", "2").values["other"] == "2"
    record.set("a", "2")
    record.set("b", "9")
    assert (record.get("count"), record.get("other")) == ("2", "3") and record.remove_repeat("s[1]").values["other"] == "2"


def test_what_could_not_be_computed_goes_with_its_instance() -> None:
    record = begun(xform("<r><p/><x/></r>", binds(r__x="regex('x', ../p)"), repeat("r", control("r/p"))), {"r": "2"})
    record.set("r[1]/p", "(")
    assert [each.path for each in record.problems()] == ["r[1]/x"]
    record.remove_repeat("r[1]")
    assert record.problems() == []


def test_a_refused_instance_takes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_NODES", len(begun(ROOMS).form.definitions) + 8)
    record = begun(ROOMS)
    record.add_repeat("r")
    record.add_repeat("r")
    for _ in range(5):
        with pytest.raises(BadInput):
            record.add_repeat("r")
    record.remove_repeat("r[1]")
    record.add_repeat("r")


@cites("event.new-repeat.count")
def test_what_fills_an_instance_that_a_count_makes_is_computed_before() -> None:
    record = record_of("""| survey |
| | type | name | label | calculation | default | repeat_count |
| | integer | n | N |
| | begin_repeat | h | H | | | ${n} |
| | text | who | W | | ${c} |
| | end_repeat | |
| | calculate | c | | ${n} * 2 |
""", {"n": "1"})
    assert record.set("n", "3").values == {"n": "3", "h[2]/who": "6", "h[3]/who": "6", "c": "6"}


def test_a_label_that_looks_around_an_instance_there_is_not_leaves_that_out() -> None:
    record = begun(xform('<r jr:template=""><b/></r>', body='<group ref="/data/r"><label>Room <output value="count('
                         'preceding-sibling::r) + 1"/></label><repeat nodeset="/data/r"><input ref="/data/r/b"/></repeat></group>'))
    assert record.label("r") == "Room "
    record.add_repeat("r")
    assert record.label("r[1]") == "Room 1"


def test_texts_that_were_removed_do_not_count_against_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_CHARACTERS", 1_000)
    record = record_of(survey("begin_repeat | r | R", "text | t | T", "end_repeat | "))
    for _ in range(20):
        record.set("r[1]/t", "x" * 100)
        record.remove_repeat("r[1]")
        record.add_repeat("r")


def test_the_last_instance_is_the_last_of_those_the_count_says() -> None:
    record = begun(xform("<n>3</n><r><b/></r><last/>", binds(last="/data/r[last()]/b"),
                         control("n") + repeat("r", control("r/b"), 'jr:count="/data/n"')))
    for at in (1, 2, 3):
        record.set(f"r[{at}]/b", f"b{at}")
    assert record.get("last") == "b3"
    assert record.set("n", "2").values == {"n": "2", "last": "b2", "r[3]/b": ""}
