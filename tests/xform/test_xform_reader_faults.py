"""A raw XForm's faults come all at once, each with its line and attribute, and with the name that was perhaps meant."""

from __future__ import annotations

import pytest
from raw_forms import control, raw_form, xform

from fieldaudit.errors import BadInput
from fieldaudit.xform import Fault, Form, FormFaults, check
from fieldaudit.xform.reader.notes import MAX_FAULTS
from fieldaudit.xform.reader.xforms import read

cites = pytest.mark.cites
LIST = '<instance id="towns"><top><item><name>a</name><label>A</label></item></top></instance>'


def faults(instance: str, model: str = "", body: str = "", **others: str) -> tuple[Fault, ...]:
    with pytest.raises(FormFaults) as caught:
        read(xform(instance, model, body, **others).encode(), "form.xml")
    return caught.value.faults


def only(instance: str, model: str = "", body: str = "", **others: str) -> Fault:
    found = faults(instance, model, body, **others)
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def test_all_faults_of_a_form_are_listed_in_the_order_of_its_lines() -> None:
    source = xform("<age/><name/>", """<bind nodeset="/data/aeg" type="int"/>
      <bind nodeset="/data/age" constraint="string-lenght(.) > 1"/>
      <bind nodeset="/data/name" relevant="/data/age >" jr:constraintMsg="jr:itext('mesage')"/>
      <itext><translation lang="en"><text id="message"><value>M</value></text></translation></itext>""", """
      <input ref="/data/nmae"/>
      <input bind="nobody"/>""")
    with pytest.raises(FormFaults) as caught:
        read(source.encode(), "form.xml")
    found, lines = caught.value.faults, source.splitlines()
    for fault, text in zip(found, ("/data/aeg", "lenght", "/data/age >", "mesage", "nmae", "nobody"), strict=True):
        assert text in lines[fault.row - 1]
    assert [fault.column for fault in found] == ["nodeset", "constraint", "relevant", "jr:constraintMsg", "ref", "bind"]
    assert all(fault.sheet == "xform" for fault in found)
    assert "did you mean /data/age?" in found[0].text.en and "是不是 /data/age？" in found[0].text.zh
    assert "did you mean string-length()?" in found[1].text.en
    assert "did you mean message?" in found[3].text.en and "did you mean /data/name?" in found[4].text.en
    assert "nobody" in found[5].text.en


@cites("bind.nodeset", "function.unknown", "function.count-of-arguments", "bind.cycle", "range.attributes", "body.range")
@pytest.mark.parametrize(("model", "body", "column", "said"), [
    ('<bind type="int"/>', "", "nodeset", "no node ''"),
    ('<bind nodeset="/data/a/@no"/>', "", "nodeset", "/data/a/@no"),
    ('<bind nodeset="/other/a"/>', "", "nodeset", "/other/a"),
    ('<bind nodeset="/data/a" calculate="frobnicate(1)"/>', "", "calculate", "frobnicate"),
    ('<bind nodeset="/data/a" calculate="round()"/>', "", "calculate", "round"),
    ('<bind nodeset="/data/a" required="(1"/>', "", "required", ""),
    ('<bind nodeset="/data/a" readonly="1 +"/>', "", "readonly", ""),
    ('<bind nodeset="/data/a" calculate="/data/b + 1"/>', "", "calculate", "/data/b"),
    ('<bind nodeset="/data/a" calculate="/data/a + 1"/>', "", "calculate", "itself"),
    ('<setvalue event="odk-instance-first-load" ref="/data/no" value="1"/>', "", "ref", "/data/no"),
    ('<setvalue event="odk-instance-first-load" value="1"/>', "", "ref", "no ref"),
    ('<setvalue ref="/data/a" value="1"/>', "", "event", "no event"),
    ('<setvalue event="odk-instance-first-load" ref="/data/a" value="1 +"/>', "", "value", ""),
    ('<setvalue event="odk-first-load" ref="/data/a" value="1"/>', "", "event", "did you mean odk-instance-first-load?"),
    ('<setvalue event="xforms-ready odk-new-repaet" ref="/data/a" value="1"/>', "", "event", "did you mean odk-new-repeat?"),
    ("", '<input ref="/data/a"><repeat nodeset="/data/g"/></input>', "repeat", "cannot stand inside input"),
    ("", '<select1 ref="/data/a"><input ref="/data/g/x"/></select1>', "input", "cannot stand inside select1"),
    ("", control("g"), "ref", "is a group"),
    ("", "<input><label>Nothing</label></input>", "ref", "no ref"),
    ("", '<repeat jr:count="1"/>', "nodeset", "no nodeset"),
    ("", '<repeat nodeset="/data/no"/>', "nodeset", "/data/no"),
    ("", '<group><label>G</label><repeat/></group>', "nodeset", "no nodeset"),
    ("", '<repeat nodeset="/data/g" jr:count="1 +"/>', "jr:count", ""),
    ("", '<group ref="/data/no"><input ref="/data/a"/></group>', "ref", "/data/no"),
    ("", '<range ref="/data/a" start="1" end="x" step="1"/>', "end", "must be a number"),
    ("", '<range ref="/data/a" start="1" end="2"/>', "step", "must be a number"),
    ("", '<input ref="/data/a"><label><output value="1 +"/></label></input>', "output", ""),
    ("", '<input ref="/data/a"><label ref="jr:itext(\'no\')"/></input>', "ref", "no itext 'no'"),
    ("", '<select1 ref="/data/a"><itemset nodeset="1 +"><value ref="n"/></itemset></select1>', "nodeset", ""),
    ("", '<select1 ref="/data/a"><itemset nodeset="instance(\'t\')/top/item"><value ref="n +"/></itemset></select1>', "value", ""),
])
def test_a_fault_is_named_with_its_attribute(model: str, body: str, column: str, said: str) -> None:
    instances = '<instance id="t"><top/></instance>'
    fault = only("<a/><g><x/></g>", instances + model, body)
    assert fault.column == column and said in fault.text.en and fault.row > 0 and fault.text.zh


@cites("instance.secondary")
@pytest.mark.parametrize(("model", "body"), [
    ('<bind nodeset="/data/a" calculate="instance(\'twons\')/top/item[1]/name"/>', ""),
    ("", '<select1 ref="/data/a"><itemset nodeset="instance(\'twons\')/top/item"><value ref="name"/></itemset></select1>'),
    ("", '<input ref="/data/a"><label><output value="instance(\'twons\')/top/item[1]/name"/></label></input>')])
def test_a_list_that_is_not_there_is_a_fault(model: str, body: str) -> None:
    assert "no list 'twons'; did you mean towns?" in only("<a/>", LIST + model, body).text.en


@cites("instance.secondary")
def test_two_lists_of_one_name_are_a_fault() -> None:
    assert "stands twice" in only("<a/>", LIST + LIST).text.en


@cites("instance.external", "uri.file-csv")
def test_a_data_file_that_is_not_among_the_forms_files_is_a_fault() -> None:
    source = xform("<a/>", '<instance id="towns" src="jr://file-csv/towns.csv"/>').encode()
    with pytest.raises(FormFaults, match=r"data file 'town.csv' is missing|缺少数据文件“towns.csv”") as caught:
        read(source, "form.xml", {"town.csv": b"name\na"})
    assert "did you mean town.csv?" in caught.value.faults[0].text.en
    assert [dict(each) for each in read(source, "form.xml").externals] == [
        {"id": "towns", "src": "jr://file-csv/towns.csv", "file": "towns.csv"}]


@cites("instance.external")
@pytest.mark.parametrize("source", ["http://example.org/towns.xml", "towns.csv", "jr://file/", "jr://other/towns.csv"])
def test_data_from_elsewhere_is_refused(source: str) -> None:
    assert "unknown source of data" in only("<a/>", f'<instance id="towns" src="{source}"/>').text.en


@cites("instance.external")
def test_what_is_wrong_in_a_data_file_is_a_fault_of_the_form_beside_the_others() -> None:
    source = xform("<a/>", '<instance id="towns" src="jr://file-csv/towns.csv"/><bind nodeset="/data/no"/>').encode()
    with pytest.raises(FormFaults) as caught:
        read(source, "form.xml", {"towns.csv": b"name,name\na,b"})
    assert len(caught.value.faults) == 2
    assert any("towns.csv: the column 'name' stands twice" in fault.text.en for fault in caught.value.faults)


@cites("bind.cycle")
def test_a_circle_through_several_nodes_names_them() -> None:
    binds = "".join(f'<bind nodeset="/data/{one}" calculate="/data/{other}"/>' for one, other in ("ab", "bc", "ca"))
    assert all(name in only("<a/><b/><c/>", binds).text.en for name in "abc")


@cites("entities.version")
@pytest.mark.parametrize(("version", "known"), [("2022.1.0", True), ("2023.1.0", True), ("2025.1.7", True), ("2031.1.0", False)])
def test_a_newer_version_of_entities_is_refused(version: str, known: bool) -> None:
    found = check(xform("<a/>", root=f'entities:entities-version="{version}"').encode(), "xml")
    assert [fault.column for fault in found] == ([] if known else ["entities:entities-version"])


def test_faults_without_end_are_cut_off() -> None:
    assert len(faults("<a/>", "".join(f'<bind nodeset="/data/b{at}"/>' for at in range(MAX_FAULTS + 50)))) == MAX_FAULTS


@cites("structure.document")
@pytest.mark.parametrize("source", [
    "<a/>", "<h:html xmlns:h='http://www.w3.org/1999/xhtml'/>", xform("<a/>").replace("<h:body ></h:body>", ""),
    xform("<a/>").replace("<instance>", "<instance/><instance>"), "", "no xml at all", "<a>"])
def test_what_is_no_xform_is_refused(source: str) -> None:
    with pytest.raises(BadInput):
        read(source.encode(), "form.xml")


@cites("event.several")
def test_an_event_that_never_happens_here_is_no_fault() -> None:
    action = '<setvalue event="odk-instance-load odk-instance-first-load" ref="/data/a" value="1"/>'
    assert raw_form(xform("<a/>", action)).actions[0]["events"] == ["odk-instance-load", "odk-instance-first-load"]


@cites("body.trigger")
def test_a_trigger_without_node_and_a_list_without_id_are_let_pass() -> None:
    form: Form = raw_form(xform("<a/>", "<instance><top/></instance>", f"<trigger><label>Look</label></trigger>{control('a')}"))
    assert [question.path for question in form.questions] == ["a"]


def test_a_second_question_on_a_node_is_left_out_and_told() -> None:
    remarks: list[Fault] = []
    form = read(xform("<a/>", "", control("a") + control("a")).encode(), "form.xml", remarks=remarks)
    assert [question.path for question in form.questions] == ["a"]
    assert [remark.severe for remark in remarks] == [False] and "has a question already" in remarks[0].text.en


def test_one_prefix_for_two_namespaces_is_a_fault() -> None:
    found = only('<a xmlns:o="urn:1" o:m="1"/><b xmlns:o="urn:2" o:m="2"/>')
    assert found.column == "o:m" and "two namespaces" in found.text.en
