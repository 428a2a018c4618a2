"""Texts of a raw XForm: translations, defaults, other forms of a text, media, outputs."""

from __future__ import annotations

import pytest
from raw_forms import begun, control, raw_form, xform

from fieldaudit.xform import Form, FormFaults
from fieldaudit.xform.languages import code_of
from fieldaudit.xform.reader.texts import MAX_TEXT
from fieldaudit.xform.reader.xforms import read

cites = pytest.mark.cites


def translation(language: str, attributes: str = "", **texts: str) -> str:
    said = "".join(f'<text id="{name}">{values}</text>' for name, values in texts.items())
    return f'<translation lang="{language}" {attributes}>{said}</translation>'


def form_with(*translations: str, label: str = "<label ref=\"jr:itext('t')\"/>", hint: str = "") -> Form:
    return raw_form(xform("<a/><b>B</b>", f"<itext>{''.join(translations)}</itext>", f'<input ref="/data/a">{label}{hint}</input>'))


# -- languages -----------------------------------------------------------------------------------------
@cites("itext.translation", "itext.default", "itext.first-is-default")
@pytest.mark.parametrize(("first", "second", "languages"), [
    ("", "", ("en", "zh")), ("", 'default=""', ("zh", "en")), ("", 'default="true()"', ("zh", "en")),
    ("", 'default="true"', ("zh", "en")),
    ("", 'default="false()"', ("en", "zh")), ('default="false()"', 'default="true()"', ("zh", "en"))])
def test_the_default_language_is_the_one_marked_else_the_first(first: str, second: str, languages: tuple[str, ...]) -> None:
    form = form_with(translation("English (en)", first, t="<value>T</value>"),
                     translation("中文 (zh)", second, t="<value>题</value>"))
    assert form.languages == languages and form.default_language == languages[0]
    assert dict(form.question("a").labels) == {"en": "T", "zh": "题"}


@cites("itext.translation")
def test_languages_are_known_by_code_and_by_the_name_the_author_gave() -> None:
    form = form_with(translation("Français (fr)", t="<value>F</value>"), translation("Kiswahili", t="<value>K</value>"))
    assert dict(form.language_names) == {"fr": "Français (fr)", "Kiswahili": "Kiswahili"}
    assert [form.language_of(name) for name in ("fr", "Français (fr)", "")] == ["fr"] * 3
    assert [form.language_of(name) for name in ("Kiswahili", "xx")] == ["Kiswahili", "fr"]


@cites("itext.translation")
@pytest.mark.parametrize(("wanted", "found"), [
    ("zh", "zh-CN"), ("zh-Hant", "zh-CN"), ("ZH-cn", "zh-CN"), ("Chinese", "zh-CN"), ("chinese (zh-cn)", "zh-CN"), ("en-GB", "en"),
    ("EN", "en"), ("English", "en"), ("z", "en"), (" ", "en"), ("(zh-CN)", "en")])
def test_a_kindred_language_serves(wanted: str, found: str) -> None:
    form = form_with(translation("English (en)", t="<value>T</value>"), translation("Chinese (zh-CN)", t="<value>题</value>"))
    assert form.language_of(wanted) == found


@cites("itext.translation")
def test_two_languages_that_would_share_a_code_keep_their_names() -> None:
    form = form_with(translation("English (en)", t="<value>One</value>"), translation("English", t="<value>Two</value>"))
    assert form.languages == ("en", "English") and form.question("a").label("English") == "Two"


@cites("itext.translation")
@pytest.mark.parametrize(("written", "code"), [
    ("English (en)", "en"), ("中文 (zh-Hans)", "zh-Hans"), ("default", "default"), ("", "default"), (" Deutsch ", "Deutsch"),
    ("Chinese", "zh"), ("Chinese (simplified)", "Chinese (simplified)"),
    ("Español (América) (es)", "es"), ("Norsk (bokmål)", "Norsk (bokmål)")])
def test_a_code_is_what_stands_in_parentheses_at_the_end(written: str, code: str) -> None:
    assert code_of(written or "default") == code
    assert form_with(translation(written, t="<value>T</value>")).languages == (code,)


@cites("itext.mixed")
def test_a_form_without_translations_has_one_unnamed_language() -> None:
    form = raw_form(xform("<a/>", "", control("a")))
    assert len(form.languages) == 1 and form.language_names == {} and form.question("a").label("anything") == "a"


# -- which text ----------------------------------------------------------------------------------------
@cites("itext.missing")
def test_a_text_missing_in_one_language_is_the_defaults() -> None:
    texts = (translation("zz", t="<value>Z</value>"), translation("en", 'default=""', t="<value>T</value>"),
             translation("aa", u="<value/>"))
    form = form_with(*texts)
    again = Form.from_bytes(form.to_bytes())
    assert [again.spoken(dict(each.question("a").labels), "aa") for each in (form, again)] == ["T", "T"]
    body = '<input ref="/data/a"><label ref="jr:itext(\'t\')"/></input>'
    assert begun(xform("<a/>", f"<itext>{''.join(texts)}</itext>", body)).label("a", "aa") == "T"


@cites("itext.fallback", "itext.ref", "itext.mixed")
def test_a_label_may_carry_its_own_words_beside_an_id() -> None:
    texts = translation("en", t="<value>From the dictionary</value>")
    assert form_with(texts, label="<label ref=\"jr:itext('t')\">own</label>").question("a").label() == "From the dictionary"
    assert form_with(texts, label="<label ref=\"jr:itext('gone')\">own</label>").question("a").label() == "own"
    assert form_with(texts, label="<label>own</label>").question("a").label() == "own"


@cites("itext.ref")
@pytest.mark.parametrize("reference", ["jr:itext('t')", 'jr:itext(&quot;t&quot;)', " jr:itext( 't' ) "])
def test_an_id_may_be_quoted_either_way(reference: str) -> None:
    assert form_with(translation("en", t="<value>T</value>"), label=f'<label ref="{reference}"/>').question("a").label() == "T"


@cites("itext.ref-expression", "body.label")
def test_a_label_may_be_a_nodes_value_or_an_id_from_the_record() -> None:
    texts = f"<itext>{translation('en', B='<value>Found</value>')}</itext>"
    body = '<input ref="/data/a"><label ref="/data/b"/></input><input ref="/data/c"><label ref="jr:itext(/data/b)"/></input>'
    record = begun(xform("<a/><b>B</b><c/>", texts, body))
    assert (record.label("a"), record.label("c")) == ("B", "Found")


@cites("body.label", "body.hint")
@pytest.mark.parametrize(("inside", "label"), [
    ("  plain \n ", "plain"), ("<![CDATA[a < b]]>", "a < b"), ("a &amp; b", "a & b"), ("one <h:b>two</h:b> three", "one two three"),
    ("<!-- not this -->that", "that"), ("two\nlines", "two\nlines"), ("", "a")])
def test_a_label_is_its_text_without_space_around(inside: str, label: str) -> None:
    assert raw_form(xform("<a/>", "", f'<input ref="/data/a"><label>{inside}</label></input>')).question("a").label() == label


# -- outputs -------------------------------------------------------------------------------------------
@cites("body.output", "itext.output")
def test_outputs_stand_in_labels_and_translations() -> None:
    form = form_with(translation("en", t='<value> It is <output value=" /data/b "/>, or <output ref="../b"/>! </value>'))
    assert form.data["controls"][0]["label"] == {"en": ["It is ", {"value": " /data/b "}, ", or ", {"value": "../b"}, "!"]}
    assert form.question("a").label() == "It is ${b}, or ${b}!"


@cites("body.output")
@pytest.mark.parametrize("output", ["<output/>", '<output value=""/>', '<output value="  "/>'])
def test_an_output_of_nothing_is_nothing(output: str) -> None:
    assert form_with(translation("en", t=f"<value>x{output}y</value>")).question("a").label() == "xy"


# -- other forms and media -----------------------------------------------------------------------------
@cites("itext.short", "itext.guidance", "media.forms")
def test_a_text_has_other_forms() -> None:
    form = form_with(translation("en", t="<value>How old are you?</value><value form='short'>Age</value>",
                                 h="<value>A number</value><value form='guidance'>Under 18 <output value='/data/b'/></value>"),
                     translation("zh", t="<value>年龄</value>"), hint="<hint ref=\"jr:itext('h')\"/>")
    question = form.question("a")
    assert (dict(question.short), dict(question.guidance)) == ({"en": "Age"}, {"en": "Under 18 ${b}"})
    assert dict(question.hints) == {"en": "A number"}


@cites("itext.guidance")
def test_guidance_may_stand_without_a_hint_and_the_long_form_is_the_text() -> None:
    form = form_with(translation("en", t="<value form='long'>Long</value>", h="<value form='guidance'>G</value>"),
                     hint="<hint ref=\"jr:itext('h')\"/>")
    question = form.question("a")
    assert (question.label(), dict(question.hints), dict(question.guidance)) == ("Long", {}, {"en": "G"})


@cites("media.forms", "uri.images", "uri.audio", "uri.video", "media.big-image")
def test_media_stand_beside_words_or_instead_of_them() -> None:
    kinds = {"image": "jr://images/a.png", "big-image": "jr://images/big/a.png", "audio": "jr://audio/a.mp3",
             "video": "jr://video/a.mp4"}
    form = form_with(translation("en", t="".join(f'<value form="{kind}">{uri}</value>' for kind, uri in kinds.items())))
    assert dict(form.question("a").media["en"]) == kinds and form.question("a").label() == "a"
    assert form.media_files == ("a.mp3", "a.mp4", "a.png", "big/a.png")


@cites("media.choices", "instance.binary-default")
def test_the_files_of_a_form_are_those_of_choices_and_defaults_too() -> None:
    itext = f"""<itext>{translation('en', x='<value form="image">jr://images/x.png</value>',
                                    y='<value form="image">jr://images/<output value="/data/a"/>.png</value>')}</itext>"""
    items = "<instance id='l'><top><item><name>1</name><itextId>x</itextId></item></top></instance>"
    body = """<select1 ref="/data/a"><itemset nodeset="instance('l')/top/item"><value ref="name"/><label ref="jr:itext(itextId)"/>
      </itemset></select1>"""
    form = raw_form(xform("<a/><b>jr://images/default.jpg</b>", f'{itext}{items}<bind nodeset="/data/b" type="binary"/>', body))
    assert form.media_files == ("default.jpg", "x.png")
    assert dict(form.question("a").choices[0].media["en"]) == {"image": "jr://images/x.png"}


# -- limits --------------------------------------------------------------------------------------------
def test_a_label_beyond_the_limit_is_a_fault_where_it_stands() -> None:
    good = xform("<a/>", "", f'<input ref="/data/a"><label>{"x" * MAX_TEXT}</label></input>')
    assert len(raw_form(good).question("a").label()) == MAX_TEXT
    with pytest.raises(FormFaults, match="超过") as caught:
        read(good.replace("<label>x", "<label>xx").encode(), "form.xml")
    assert caught.value.faults[0].column == "label"
