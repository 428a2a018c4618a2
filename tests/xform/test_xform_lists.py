"""Data files as lookup lists: CSV, GeoJSON, XML; what cannot be read is refused by name and place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_forms import control, xform
from sample_forms import record_of

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, load
from fieldaudit.xform.reader import lists
from fieldaudit.xform.reader.lists import compiled, part_of, read_list, xml_name
from fieldaudit.xform.reader.xforms import read

pytestmark = pytest.mark.slow  # `make check` stays under a minute

cites = pytest.mark.cites


def csv_table(text: str | bytes, name: str = "towns.csv") -> dict[str, Any]:
    found = read_list(name, text.encode() if isinstance(text, str) else text)
    assert isinstance(found, dict) and found["path"] == ["root", "item"]
    return found


def columns_and_rows(text: str | bytes) -> tuple[list[str], list[list[str]]]:
    found = csv_table(text)
    return found["columns"], found["rows"]


# -- CSV -----------------------------------------------------------------------------------------------
@cites("uri.file-csv")
@pytest.mark.parametrize("text", [
    "name,label\na,A\nb,B\n", "name,label\r\na,A\r\nb,B", "name,label\ra,A\rb,B\r", "name;label\na;A\nb;B",
    "name\tlabel\na\tA\nb\tB",
    "sep=|\r\nname|label\r\na|A\r\nb|B",
    '"name","label"\n"a","A"\n"b","B"', "\n\nname,label\n\na,A\n,\n   \nb,B\n\n",
    " name , label \na,A\nb,B",
    "name,label,\na,A,\nb,B,\n", "name,label\na,A,more\nb,B,,"])
def test_a_csv_is_a_table_however_it_is_written(text: str) -> None:
    assert columns_and_rows(text) == (["name", "label"], [["a", "A"], ["b", "B"]])


@cites("uri.file-csv")
def test_cells_may_hold_separators_quotes_and_lines_and_rows_may_be_short() -> None:
    text = 'name,label,note\na,"x, ""y""\r\nz;", sp \nb\n"","q",5" pipe\n'
    assert columns_and_rows(text)[1] == [["a", 'x, "y"\r\nz;', " sp "], ["b", "", ""], ["", "q", '5" pipe']]


@cites("uri.file-csv")
def test_the_separator_is_the_one_of_the_heading_outside_quotes() -> None:
    assert columns_and_rows('"a,b,c";"d"\n1;2')[0] == ["a_b_c", "d"]
    assert columns_and_rows("name\na;b,c\n") == (["name"], [["a;b"]])  # a comma, where nothing tells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_files_are_read_in_the_encodings_offices_use(encoding: str) -> None:
    assert columns_and_rows("name,标签\na,养老院\n".encode(encoding)) == (["name", "标签"], [["a", "养老院"]])


@pytest.mark.parametrize("data", [
    b"name\n\xff\xff\xff", b"name\ncaf\xe9", "name".encode("utf-16") + b"x", "name".encode("utf-32-be")])
def test_other_encodings_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"towns\.csv"):
        read_list("towns.csv", data)


@pytest.mark.parametrize(("heading", "name"), [
    ("name", "name"), ("Area (m2)", "Area__m2_"), ("1st", "_1st"), ("a:b", "a_b"), ("标签", "标签"),
    ("label::English (en)", "label__English__en_"),
    ("-x", "_-x"), ("a.b-c_d", "a.b-c_d"), ("a b", "a_b"), ("é", "é")])
def test_a_heading_becomes_a_name_that_expressions_can_use(heading: str, name: str) -> None:
    assert xml_name(heading) == name and csv_table(f'"{heading}",zz\n1,2')["columns"] == [name, "zz"]


@given(st.text(min_size=1, max_size=8))
def test_any_heading_becomes_an_xml_name(heading: str) -> None:
    from lxml import etree

    assert etree.Element(xml_name(heading)).tag == xml_name(heading)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]]) -> None:
    text = "name,label\n" + "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    assert columns_and_rows(text)[1] == [row for row in rows if any(cell.strip() for cell in row)]


@pytest.mark.parametrize(("data", "said"), [
    (b"", "空"), (b"\n \n", "空"), (b"name,name\n1,2", "重复"), (b"a b,a_b\n1,2", "重复"),
    (b'name,label\na,"x\nb,y\n', "行"),
    (b'name\n"a"b\n', "行"), (b"name\na\x00b", "第2行"), (b"name\na\x07b", "第2行"),
    (",".join(f"c{at}" for at in range(1001)).encode(), "1000列"), (b'name\n"' + b"x" * 200_000 + b'"', "行")])
def test_a_csv_that_cannot_be_read_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        read_list("towns.csv", data)
    assert caught.value.where == "towns.csv"


def test_lists_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MAX_ROWS", 10)
    assert len(csv_table("name\n" + "a\n" * 10)["rows"]) == 10
    with pytest.raises(BadInput, match="超过10行"):
        read_list("towns.csv", b"name\n" + b"a\n" * 11)
    with pytest.raises(BadInput, match="超过10个"):
        read_list("m.geojson", collection(*[feature()] * 11))
    monkeypatch.setattr(lists, "MAX_BYTES", 5)
    with pytest.raises(BadInput, match="MB"):
        read_list("towns.csv", b"name\na")


@pytest.mark.parametrize("name", ["towns.json", "towns.xlsx", "towns", ".csv.txt"])
def test_other_kinds_of_file_are_refused(name: str) -> None:
    with pytest.raises(BadInput, match="csv"):
        read_list(name, b"name\na")


def test_external_choices_are_told_apart_by_list_name() -> None:
    table = csv_table("list_name,name,label\nx,1,One\ny,2,Two\nx,3,Three")
    assert part_of(table, "x") == {"columns": ["list_name", "name", "label"], "path": ["root", "item"],
                                   "rows": [["x", "1", "One"], ["x", "3", "Three"]]}
    assert part_of(csv_table("name\na"), "x") == csv_table("name\na")


# -- GeoJSON -------------------------------------------------------------------------------------------
def feature(geometry: object = None, properties: object = None, **more: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties, **more}


def collection(*features: Mapping[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def cells_of(*features: Mapping[str, object]) -> list[dict[str, str]]:
    found = read_list("m.geojson", collection(*features))
    if isinstance(found, dict):
        return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]
    return [{cell[0]: cell[1] for cell in item[2]} for item in found[2]]


@cites("uri.geojson")
def test_a_feature_is_an_item_with_its_geometry_id_and_properties() -> None:
    museum = feature({"type": "Point", "coordinates": [7.0801379, 46.5841618]},
                     {"id": "fs87b", "title": "HR Giger Museum", "annual_visits": 40000})
    assert cells_of(museum) == [
        {"geometry": "46.5841618 7.0801379 0 0", "id": "fs87b", "title": "HR Giger Museum", "annual_visits": "40000"}]


@cites("uri.geojson")
@pytest.mark.parametrize(("geometry", "text"), [
    ('{"type": "Point", "coordinates": [1.50, -2]}', "-2 1.50 0 0"),
    ('{"type": "Point", "coordinates": [1, 2, 30.5]}', "2 1 30.5 0"),
    ('{"type": "LineString", "coordinates": [[0, 0], [1, 2], [3, 4]]}', "0 0 0 0; 2 1 0 0; 4 3 0 0"),
    ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]], [[0.1, 0.1]]]}', "0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 0 0"),
    ("null", "")])
def test_a_geometry_is_written_as_odk_writes_it(geometry: str, text: str) -> None:
    data = f'{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry": {geometry}, "properties": null}}]}}'
    assert read_list("M.GeoJSON", data.encode()) == {"columns": ["geometry"], "rows": [[text]], "path": ["root", "item"]}


@cites("uri.geojson")
def test_properties_are_texts_and_the_features_own_id_goes_first() -> None:
    said = '{"id": "in", "a b": 1.50, "big": 12345678901234567890, "ok": true, "no": false, "nil": null, "l": [1, {"k": "v"}]}'
    data = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","id":7,"geometry":null,"properties":{said}}}]}}'
    found = read_list("m.geojson", data.encode())
    assert isinstance(found, dict)
    assert dict(zip(found["columns"], found["rows"][0], strict=True)) == {
        "geometry": "", "id": "7", "a_b": "1.50", "big": "12345678901234567890", "ok": "true", "no": "false", "nil": "",
        "l": '[1, {"k": "v"}]'}


@cites("uri.geojson")
def test_features_may_have_different_properties() -> None:
    assert cells_of(feature(None, {"id": 1, "x": "a"}), feature(None, {"id": 2})) == [
        {"geometry": "", "id": "1", "x": "a"}, {"geometry": "", "id": "2"}]
    assert read_list("m.geojson", collection()) == ["root", "", []]


def point(*numbers: str) -> str:
    geometry = f'{{"type":"Point","coordinates":[{",".join(numbers)}]}}'
    return f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{geometry},"properties":{{}}}}]}}'


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", '{"type": "Feature"}', '{"type": "FeatureCollection"}', '{"type": "FeatureCollection", "features": {}}',
    '{"type": "FeatureCollection", "features": [1]}', '{"type": "FeatureCollection", "features": [{"type": "Point"}]}',
    "[" * 100_000, '{"type": "FeatureCollection", "features": ' + "[" * 900 + "]" * 900 + "}",
    point("NaN", "1"), point("Infinity", "1"), point("1e999", "1"), point("1" * 5000, "1"), point("1"), point(),
    point('"1"', "x"), point("181", "1"),
    point("1", "91"), point("[1]", "2"), point("true", "2"),
    collection(feature({"type": "MultiPoint", "coordinates": [[1, 2]]})).decode(),
    collection(feature({"type": "Polygon", "coordinates": []})).decode(),
    collection(feature({"type": "LineString", "coordinates": 1})).decode(), collection(feature([1, 2])).decode(),
    collection(feature(None, ["x"])).decode(), collection(feature(None, {"a": "\ud800"})).decode(),
    collection(feature(None, {f"p{at}": 1 for at in range(1001)})).decode(),
    collection(feature(None, {"a": json.loads("[" * 30 + "]" * 30)})).decode()])
def test_a_geojson_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_list("m.geojson", text.encode("utf-8", "surrogatepass"))
    assert caught.value.where == "m.geojson"


KEYS = st.sampled_from(("type", "features", "geometry", "coordinates", "properties", "id"))
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    any_feature = {"type": "Feature", "geometry": value, "properties": value, "id": value}
    for document in (value, {"type": "FeatureCollection", "features": [any_feature]}):
        with suppress(BadInput):
            assert read_list("m.geojson", json.dumps(document).encode())


# -- XML, and flat or not ------------------------------------------------------------------------------
@cites("uri.file", "instance.secondary.own-root")
@pytest.mark.parametrize(("xml", "found"), [
    ("<root><item><name>a</name><label>A</label></item><item><name>b</name><label/></item></root>",
     {"columns": ["name", "label"], "rows": [["a", "A"], ["b", ""]], "path": ["root", "item"]}),
    ('<towns xmlns="http://example.org/t"><town><name>a</name></town></towns>',
     {"columns": ["name"], "rows": [["a"]], "path": ["towns", "town"]}),
    ("<root><item><name>a</name></item><item><label>A</label></item></root>",
     ["root", "", [["item", "", [["name", "a", []]]], ["item", "", [["label", "A", []]]]]]),
    ("<root><item k='1'><name>a</name></item></root>", ["root", "", [["item", "", [["name", "a", []]], {"k": "1"}]]]),
    ("<root><item><name l='x'>a</name></item></root>", ["root", "", [["item", "", [["name", "a", [], {"l": "x"}]]]]]),
    ("<root><item><x><y>1</y></x></item></root>", ["root", "", [["item", "", [["x", "", [["y", "1", []]]]]]]]),
    ("<root><item><n>1</n><n>2</n></item></root>", ["root", "", [["item", "", [["n", "1", []], ["n", "2", []]]]]]),
    ("<root><item>1</item></root>", ["root", "", [["item", "1", []]]]), ("<root/>", ["root", "", []]),
    ("<root v='1'><item><n>1</n></item></root>", ["root", "", [["item", "", [["n", "1", []]]]], {"v": "1"}]),
    ("<root><a><n>1</n></a><b><n>1</n></b></root>", ["root", "", [["a", "", [["n", "1", []]]], ["b", "", [["n", "1", []]]]]])])
def test_an_xml_list_is_a_table_when_it_is_flat_else_a_tree(xml: str, found: object) -> None:
    assert read_list("d.xml", xml.encode()) == found


def test_a_table_stays_one_tree_whichever_way_it_is_kept() -> None:
    tree = ["root", "", [["item", "", [["a", "1", []], ["b", "2", []]]], ["item", "", [["a", "3", []], ["b", "", []]]]]]
    assert compiled(tree) == {"columns": ["a", "b"], "rows": [["1", "2"], ["3", ""]], "path": ["root", "item"]}


# -- in a form -----------------------------------------------------------------------------------------
TOWNS = "name,label,county\na,Apton,x\nb,Barton,y\nc,Corby,x\n"
SELECT = """<select1 ref="/data/a"><itemset nodeset="instance('towns')/child::root/item[county = /data/c]">
<value ref="name"/><label ref="label"/></itemset></select1>"""


@cites("instance.external", "instance.secondary.cascade", "uri.file-csv", "uri.file", "uri.geojson")
@pytest.mark.parametrize(("source", "file", "data"), [
    ("jr://file-csv/towns.csv", "towns.csv", TOWNS), ("jr://file/deep/er/towns.csv", "towns.csv", TOWNS),
    ("jr://file-csv/towns", "towns", TOWNS),
    ("jr://file/towns.xml", "towns.xml", "<root>" + "".join(
        f"<item><name>{name}</name><label>{label}</label><county>{county}</county></item>"
        for name, label, county in (("a", "Apton", "x"), ("b", "Barton", "y"), ("c", "Corby", "x"))) + "</root>"),
    ("jr://file/towns.geojson", "towns.geojson", collection(*(
        feature(None, {"name": name, "label": label, "county": county})
        for name, label, county in (("a", "Apton", "x"), ("b", "Barton", "y"), ("c", "Corby", "x")))).decode())])
def test_a_choice_filter_reads_a_file_of_the_form(source: str, file: str, data: str) -> None:
    xml = xform("<a/><c/>", f'<instance id="towns" src="{source}"/>', SELECT + control("c"))
    form = read(xml.encode(), "f", {file: data.encode()})
    record = record_of(Form.from_bytes(form.to_bytes()))
    assert record.choices("a") == ()
    record.set("c", "x")
    assert [(choice.name, choice.label()) for choice in record.choices("a")] == [("a", "Apton"), ("c", "Corby")]
    assert [choice.name for choice in form.question("a").choices] == ["a", "b", "c"] and form.externals == ()


@cites("instance.external")
def test_without_its_file_a_list_is_empty_and_the_form_opens() -> None:
    form = read(xform("<a/><c/>", '<instance id="towns" src="jr://file-csv/towns.csv"/>', SELECT + control("c")).encode(), "f")
    assert [each["file"] for each in form.externals] == ["towns.csv"]
    assert record_of(form, {"c": "x"}).choices("a") == ()


@cites("instance.external")
def test_a_placeholder_inside_an_external_list_does_not_count() -> None:
    inside = "<root><item><name>_</name><label>_</label></item></root>"
    source = xform("<a/>", f'<instance id="towns" src="jr://file-csv/towns.csv">{inside}</instance>')
    assert read(source.encode(), "f", {"towns.csv": TOWNS.encode()}).data["instances"]["towns"]["rows"][0] == ["a", "Apton", "x"]
    assert list(read(source.encode(), "f").instances["towns"].children[0].children) == []


def test_pulldata_finds_its_file_though_no_instance_names_it() -> None:
    bind = """<bind nodeset="/data/a" calculate="pulldata('towns', 'label', 'name', /data/c)"/>"""
    source = xform("<a/><c/>", bind, control("c"))
    record = record_of(load(source, "xml", "f", {"towns.csv": TOWNS.encode()}))
    record.set("c", "b")
    assert record.get("a") == "Barton"


def test_a_fast_external_itemset_is_a_choice_from_itemsets_csv() -> None:
    body = '<input ref="/data/a" query=" instance(\'cities\')/child::root/item[state = /data/c] "/>' + control("c")
    data = b"list_name,name,label,state\ncities,a,A,x\nother,b,B,x\ncities,c,C,y\n"
    record = record_of(load(xform("<a/><c/>", "", body), "xml", "f", {"itemsets.csv": data}))
    assert record.form.question("a").kind == "select_one"
    assert record.form.question("a").choice_filter == "instance('cities')/child::root/item[state = /data/c]"
    record.set("c", "x")
    assert [(choice.name, choice.label()) for choice in record.choices("a")] == [("a", "A")]


def test_a_file_made_with_the_form_says_nothing_of_its_folder() -> None:
    body = '<input ref="/data/a" query="instance(\'cities\')/child::root/item[state = /data/c]"/>' + control("c")
    source = xform("<a/><c/>", '<instance id="towns" src="jr://file-csv/towns.csv"/>', body).encode()
    form = read(source, "f", None, {"itemsets.csv": b"list_name,name,label,state\ncities,a,A,x\n"})
    assert [each["file"] for each in form.externals] == ["towns.csv"] and len(form.data["instances"]["cities"]["rows"]) == 1


def test_twenty_thousand_rows_are_no_nodes_before_somebody_looks() -> None:
    rows = "".join(f"n{at},L{at},{at % 50}\n" for at in range(20_000))
    source = xform("<a/><c/>", '<instance id="towns" src="jr://file-csv/towns.csv"/>', SELECT + control("c"))
    form = read(source.encode(), "f", {"towns.csv": f"name,label,county\n{rows}".encode()})
    record = record_of(Form.from_bytes(form.to_bytes()))
    record.set("c", "7")
    assert len(record.choices("a")) == 400
