"""An outside judge's scenes in XForms that another tool has written. `judged_scenes` says how a script is written."""

from __future__ import annotations

import pytest
from judged_scenes import begun, play
from raw_forms import xform

from fieldaudit.xform import load

pytestmark = pytest.mark.slow  # a great many of them: `make test` runs them all

_CITIES = "".join(f"<item><country>{country}</country><name>{name}</name><label>L{name}</label></item>"
                  for country, name in (("nl", "ams"), ("us", "den"), ("us", "nyc"), ("nl", "dro")))
RAW: list[tuple[str, str, str, str, str]] = [  # cites, instance, model, body, and the script
    ("group.logical group.relative-ref group.relevant", "<a><first/></a><b><town/></b>",
     '<bind nodeset="/data/b" relevant="string-length(../a/first) > 0"/>',
     '<group ref="/data/a"><input ref="first"/></group><group ref="/data/b"><label>B</label><input ref="town"/></group>',
     "seen a/first\na/first = x\nseen a/first b/town"),
    ("group.without-ref body.bind-attribute", "<a/><b/>",
     '<bind id="one" nodeset=" /data/a " type="int"/><bind id="two" nodeset="/data/b" relevant="../a &gt; 2"/>',
     '<group><label>G</label><input bind="one"/><group appearance="field-list"><input bind="two"/></group></group>',
     "seen a\na = 3\nseen a b\na ! x"),
    ("repeat.template repeat.default-each",
     '<p jr:template=""><n/><kin>wife</kin></p><p><n>John</n><kin>father</kin></p>', "",
     '<group ref="/data/p"><label>P</label><repeat nodeset="/data/p"><input ref="n"/><input ref="kin"/></repeat></group>',
     "# p 1\np[1]/kin : father\n+ p\np[2]/kin : wife\np[2]/n :"),
    ("repeat.several-nodes repeat.count", "<p><n>1</n></p><p><n>2</n></p><t/>",
     '<bind nodeset="/data/t" calculate="sum(/data/p/n)"/>',
     '<repeat nodeset="/data/p" jr:count="/data/p[1]/n + 1"><input ref="/data/p/n"/></repeat>', "# p 2\nt : 3\np[1]/n = 2\n# p 3"),
    ("event.new-repeat event.new-repeat.not-defined event.value-changed action.setvalue.text",
     "<mine/><said/><p><age/></p>", '<bind nodeset="/data/mine" type="int"/>',
     '<input ref="/data/mine"><setvalue event="xforms-value-changed" ref="/data/said">Changed!</setvalue></input>'
     '<repeat nodeset="/data/p"><setvalue event="odk-new-repeat" ref="/data/p/age" value="../../mine + 2"/>'
     '<input ref="/data/p/age"/></repeat>', "p[1]/age :\nsaid :\nmine = 10\nsaid : Changed!\n+ p\np[2]/age : 12\np[1]/age :"),
    ("event.several event.first-load-in-repeat", "<g><a/><b/></g>", "",
     '<repeat nodeset="/data/g"><input ref="/data/g/a"/>'
     '<setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/g/b" value="position(..)"/></repeat>',
     "g[1]/b : 1\n+ g\ng[2]/b : 2"),
    ("action.setvalue.bind body.select1 action.recomputes", "<q/><a>x</a><b/><c/>",
     '<bind id="bb" nodeset="/data/b"/><bind nodeset="/data/c" calculate="concat(/data/b, \'!\')"/>',
     '<select1 ref="/data/q"><label>Q</label><item><label>A</label><value>a a</value></item><item><label>B</label>'
     '<value> b </value></item><setvalue ev:event="xforms-value-changed" ref="/data/a"/>'
     '<setvalue event="xforms-value-changed" bind="bb" value="/data/q"/></select1>',
     "a : x\nq = a a\na :\nb : a a\nc : a a!\nq = b\nc : b!"),
    ("repeat.nested fn:position fn:indexed-repeat",
     '<a><n/><b jr:template=""><c jr:template=""><n/><k/><s/></c></b></a><t/>',
     '<bind nodeset="/data/a/b/c/k" calculate="concat(position(../../..), position(../..), position(..))"/>'
     '<bind nodeset="/data/a/b/c/s" calculate="sum(../../c/n) + count(../../../b)"/><bind nodeset="/data/t"'
     ' calculate="indexed-repeat(/data/a/b/c/k, /data/a, 2, /data/a/b, 1, /data/a/b/c, 2)"/>',
     '<repeat nodeset="/data/a"><input ref="/data/a/n"/><repeat nodeset="/data/a/b"><repeat nodeset="/data/a/b/c">'
     '<input ref="/data/a/b/c/n"/></repeat></repeat></repeat>',
     "t :\n+ a\n+ a[2]/b\n+ a[2]/b[1]/c\n+ a[2]/b[1]/c\nt : 212\na[2]/b[1]/c[2]/n = 5\na[2]/b[1]/c[1]/n = 6\n"
     "a[2]/b[1]/c[2]/s : 12\n- a[1]\na[1]/b[1]/c[2]/k : 112\nt :"),
    ("fn:indexed-repeat path.relative", "<g><r><n>a</n><k/><z/></r><r><n>b</n><k/><z/></r></g><t/>",
     '<bind nodeset="/data/t" calculate="indexed-repeat(../g/r/n, ../g/r, 2)"/>'
     '<bind nodeset="/data/g/r/k" calculate="indexed-repeat(../n, .., position(..) - 1)"/>'
     '<bind nodeset="/data/g/r/z" calculate="indexed-repeat(../n, /data/g/r, 1)"/>',
     '<repeat nodeset="/data/g/r"><input ref="/data/g/r/n"/></repeat>',
     "t : b\ng/r[1]/k :\ng/r[2]/k : a\ng/r[2]/z : a\ng/r[1]/n = q\ng/r[2]/k : q\ng/r[2]/z : q\n+ g/r\ng/r[3]/k : b\n- g/r[1]\n"
     "g/r[1]/k :\ng/r[2]/k : b"),
    ("instance.secondary.cascade fn:current body.itemset predicate.any", "<r><land/><town/></r>",
     f'<instance id="cities"><root>{_CITIES}</root></instance>',
     '<repeat nodeset="/data/r"><input ref="/data/r/land"/><select1 ref="/data/r/town"><itemset nodeset="'
     "instance('cities')/child::root/item[country = current()/../land][name != 'dro']"
     '"><value ref="name"/><label ref="label"/></itemset></select1></repeat>',
     "+ r\nr[1]/land = nl\nr[2]/land = us\noffers r[1]/town ams\noffers r[2]/town den nyc\nr[2]/town ! ams\nr[2]/town = nyc"),
    ("body.itemset.repeat path.relative", "<p><n/></p><q><pick/></q>", "",
     '<repeat nodeset="/data/p"><input ref="/data/p/n"/></repeat><repeat nodeset="/data/q"><select ref="/data/q/pick">'
     '<itemset nodeset="../../p[n != \'\']"><value ref="n"/><label ref="n"/></itemset></select></repeat>',
     "+ p\np[1]/n = a\np[2]/n = b\noffers q[1]/pick a b\nq[1]/pick = b a\nq[1]/pick ! c"),
    ("bind.readonly.calculated bind.calculate.stored-as-string type.date type.boolean", "<a>5</a><i/><day/><yes/>",
     '<bind nodeset="/data/i" calculate="/data/a * 1.5" readonly="true()"/><bind nodeset="/data/day" type="date" '
     'calculate="today() + 1"/><bind nodeset="/data/yes" type="boolean" calculate="/data/a &gt; 3"/>',
     '<input ref="/data/a"/><input ref="/data/i"/>', "i : 7.5\nday : 2024-05-08\nyes : true\ni ! 3"),
    ("instance.default structure.node-without-bind",
     "<!-- c --><a>x<!-- y -->z</a><b>&#65;&amp;</b><c><![CDATA[1<2]]></c>", "<!-- c -->",
     '<input ref="/data/a"><label>a<!-- c -->b</label></input>', "a : xz\nb : A&\nc : 1<2\nsays a ab"),
    ("bind.relevant.inherited bind.relevant.not-validated dialect.hidden-as-blank", "<a/><g><b>d</b><c/></g><t/><n/>",
     '<bind nodeset="/data/g" relevant="/data/a = 1"/><bind nodeset="/data/t" calculate="concat(\'[\', /data/g/b, \']\')"/>'
     '<bind nodeset="/data/n" calculate="count(/data/g/b)"/><bind nodeset="/data/g/c" required="true()"/>',
     '<input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/><input ref="/data/g/c"/></group>',
     "t : []\nn : 0\nmissing\na = 1\nt : [d]\nn : 1\nmissing g/c\ng ! x"),
]


@pytest.mark.parametrize(("instance", "model", "body", "script"), [
    pytest.param(*scene, marks=pytest.mark.cites(*cites.split()), id=cites.split()[0]) for cites, *scene in RAW])
def test_a_raw_form_behaves(instance: str, model: str, body: str, script: str) -> None:
    """What an XForm does that another tool has written."""
    play(begun(load(xform(instance, model, body), "xml", "judged")), script)
