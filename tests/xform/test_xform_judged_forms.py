"""An outside judge's scenes in workbooks, and what takes more than a scene. `judged_scenes` says how a script is written."""

from __future__ import annotations

import pytest
from judged_scenes import NOW, YES_NO, begun, play, sheet, workbook

from fieldaudit.xform import Record, load

pytestmark = pytest.mark.slow  # a great many of them: `make test` runs them all

SHEETS: list[tuple[str, str, str, str]] = [  # cites, survey, choices, and the script
    ("xlsform.reference body.output", """type | name | label
        text | who | Who?
        note | hello | Hello, ${who}.""", "", """says hello Hello, .
        who = Ann
        says hello Hello, Ann."""),
    ("predicate.any fn:sum xlsform.repeat path.repeat-from-outside", """type | name | label | calculation
        begin repeat | people | Person
        int | age | Age
        int | pets | Pets
        end repeat
        calculate | total | | sum(${people}[age < 18]/pets)""", "", """# people 1
        people[1]/age = 10
        people[1]/pets = 2
        + people
        people[2]/age = 40
        people[2]/pets = 5
        + people
        people[3]/age = 3
        people[3]/pets = 1
        total : 3
        - people[1]
        total : 1"""),
    ("dialect.empty fn:coalesce fn:if bind.calculate", """type | name | label | calculation
        integer | a | A
        calculate | plain | | ${a} + 1
        calculate | mended | | coalesce(${a}, 0) + 1
        calculate | asked | | if(${a} = '', 0, ${a}) + 2""", "", """plain :
        mended : 1
        asked : 2
        a = 4
        plain : 5
        asked : 6"""),
    ("xlsform.default-dynamic odk:dynamic-default fn:current fn:position event.new-repeat", """type | name | label | default
        begin repeat | tree | Tree
        text | species | S | ${tree}[position() = position(current()/..) - 1]/species
        end repeat""", "", """tree[1]/species :
        tree[1]/species = oak
        + tree
        tree[2]/species : oak
        tree[2]/species = elm
        + tree
        tree[3]/species : elm
        tree[1]/species : oak"""),
    ("xlsform.trigger event.value-changed event.value-changed.not-same action.setvalue.user-modifiable",
     """type | name | label | calculation | trigger
        integer | age | Age
        integer | then | Then | ${age} | ${age}
        integer | again | Again | '' | ${age}
        text | clear | Clear | | ${age}
        dateTime | stamp | | now() | ${age}
        dateTime | first | | if(${first} = '', now(), ${first}) | ${age}""", "", """stamp :
        again = 3
        clear = k
        age = 30
        then : 30
        again :
        clear :
        stamp : 2024-05-07T09:03:05.042+08:00
        first : 2024-05-07T09:03:05.042+08:00
        then = 20
        age = 30
        then : 20
        age = 31
        then : 31"""),
    ("xlsform.constraint fn:regex fn:selected fn:count-selected bind.constraint.empty", """type | name | label | constraint
        integer | age | A | . >= 18
        text | word | W | regex(., '^[a-z]+$')
        text | phone | P | string-length(.) = 11 and regex(., '^[0-9]+$')
        text | clean | C | not(contains(., 'bad'))
        select_multiple c | some | S | not(selected(., 'none') and count-selected(.) > 1)
        date | due | D | . >= today() and . < today() + 7""", "c | none | None\nc | x | X\nc | y | Y", """age ! 17
        age = 18
        age =
        missing
        word ! a1
        word = ab
        phone ! 1234567890
        phone = 12345678901
        clean ! embadded
        some ! none x
        some = x y
        due ! 2024-05-06
        due = 2024-05-13
        due ! 2024-05-14"""),
    ("xlsform.relevant bind.relevant.blank bind.relevant.not-validated xlsform.group.relevant",
     """type | name | label | relevant | required | calculation
        select_multiple m | ills | Ills
        select_multiple c | kinds | Kinds | selected(${ills}, 'cancer')
        begin group | blood | Blood | selected(${ills}, 'high')
        integer | upper | Upper | | yes
        end group
        calculate | told | | | | concat('<', ${upper}, '>')
        note | last | After all""", "m | cancer | C\nm | high | H\nc | lung | L", """seen ills last
        missing
        ills = cancer high
        seen ills kinds blood/upper last
        missing blood/upper
        blood/upper = 120
        told : <120>
        ills = cancer
        told : <>
        blood/upper :
        blood/upper ! 1
        ills = high
        blood/upper : 120
        told : <120>"""),
    ("xlsform.repeat_count repeat.count.dynamic bind.relevant fn:position", """type | name | label | repeat_count | relevant
        integer | party | Party
        begin repeat | guest | Guest | ${party}
        begin group | inner | | | position(..) <= ${party}
        text | who | Who
        end group
        end repeat""", "", """# guest 0
        party = 3
        # guest 3
        guest[3]/inner/who = Cy
        party = 2
        seen party guest[1]/inner/who guest[2]/inner/who
        party = 3
        guest[3]/inner/who : Cy"""),
    ("repeat.count.dynamic fn:count xpath.predicate.position", """type | name | label | calculation | repeat_count
        calculate | sofar | | count(${plant})
        begin repeat | plant | Plant | | if(${sofar} = 0 or ${plant}[position()=${sofar}]/more = 'yes', ${sofar} + 1, ${sofar})
        select_one yn | more | More?
        end repeat""", YES_NO, """# plant 1
        plant[1]/more = yes
        # plant 2
        plant[2]/more = no
        # plant 2
        plant[2]/more = yes
        # plant 3
        sofar : 3"""),
    ("xlsform.repeat.relevant repeat.relevant", """type | name | label | relevant
        select_one yn | any | Any?
        begin repeat | tree | Tree | ${any} = 'yes'
        text | kind | Kind
        end repeat""", YES_NO, """seen any
        any = yes
        seen any tree[1]/kind
        tree[1]/kind = oak
        any = no
        seen any
        tree[1]/kind :
        any = yes
        tree[1]/kind : oak"""),
    ("xlsform.choice_filter xlsform.choice_columns body.itemset fn:starts-with", """type | name | label | choice_filter
        select_one area | where | Where
        select_one job | what | What | area = ${where}
        text | start | Start
        select_one job | like | Like | starts-with(label, ${start})""", """list_name | name | label | area
        area | money | Money |
        area | staff | Staff |
        job | pay | Pay | money
        job | tax | Tax | money
        job | hire | Hire | staff""", """offers what
        where = money
        offers what pay tax
        what ! hire
        what = tax
        where = staff
        what :
        offers what hire
        start = P
        offers like pay"""),
    ("xlsform.select_from_repeat body.itemset.repeat", """type | name | label | choice_filter
        begin repeat | person | Person
        text | who | Who
        integer | age | Age of ${who}
        end repeat
        select_one ${who} | tallest | Tallest
        select_one ${who} | child | Child | ${age} < 18""", "", """person[1]/who = Ann
        person[1]/age = 40
        + person
        person[2]/who = Bo
        person[2]/age = 5
        says person[2]/age Age of Bo
        + person
        offers tallest Ann Bo
        offers child Bo
        child ! Ann
        child = Bo"""),
    ("fn:indexed-repeat xlsform.repeat_count fn:position", """type | name | label | repeat_count | calculation
        begin repeat | person | P
        text | who | N
        end repeat
        begin repeat | more | M | count(${person})
        calculate | their | | | indexed-repeat(${who}, ${person}, position(..))
        date | born | Born: ${their}
        end repeat""", "", """person[1]/who = A
        + person
        person[2]/who = B
        # more 2
        more[2]/their : B
        says more[1]/born Born: A
        - person[1]
        # more 1
        more[1]/their : B"""),
    ("fn:sum fn:max fn:min bind.calculate", """type | name | label | calculation
        begin repeat | meal | Meal
        select_one yn | fish | Fish?
        calculate | one | | if(${fish} = 'yes', 1, 0)
        end repeat
        calculate | fishes | | sum(${one})
        calculate | most | | max(${one})
        calculate | least | | min(${one})""", YES_NO, """meal[1]/fish = yes
        + meal
        + meal
        meal[3]/fish = yes
        fishes : 2
        most : 1
        least : 0"""),
    ("odk:geofence odk:intersects type.geoshape type.geotrace type.geopoint", """type | name | label | relevant | constraint
        geoshape | fence | Fence
        geopoint | spot | Spot
        note | inside | In | geofence(${spot}, ${fence})
        note | outside | Out | ${spot} != '' and not(geofence(${spot}, ${fence}))
        geoshape | walk | Walk | | not(intersects(.))
        geotrace | line | Line""", "", """fence = 0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0
        spot = 0.5 0.5 0 0
        seen fence spot inside walk line
        spot = 5 5 0 0
        seen fence spot outside walk line
        spot ! 91 0
        spot ! 1
        walk ! 0 0 0 0; 1 1 0 0; 0 1 0 0; 1 0 0 0; 0 0 0 0
        walk ! 0 0 0 0; 0 1 0 0; 1 1 0 0
        line ! 0 0 0 0
        line = 0 0 0 0; 0 1 0 0"""),
    ("xlsform.or_other", """type | name | label | relevant
        select_multiple c or_other | tops | Toppings
        text | cheese | Which cheese? | selected(${tops}, 'cheese')""", "c | cheese | Cheese\nc | ham | Ham", """seen tops
        offers tops cheese ham other
        seen tops
        tops = cheese other
        seen tops tops_other cheese
        tops = ham
        seen tops"""),
    ("xlsform.calculation xlsform.readonly bind.readonly", """type | name | label | calculation | readonly
        decimal | price | Price
        text | tip | | ${price} * 0.18
        note | shown | Tip: | ${price} * 0.18
        date | day | Today | today() | true
        text | open | Open | ${price} + 1""", "", """price = 100
        seen price shown day open
        tip : 18
        shown : 18
        day : 2024-05-07
        day ! 2024-05-08
        open = 5
        open : 5
        price = 200
        open : 201"""),
    ("xlsform.required bind.required.default", """type | name | label | required
        text | a | A | yes
        text | b | B | true()
        text | c | C | no
        text | d | D | ${a} = 'x'
        acknowledge | e | E | yes
        note | f | F""", "", """missing a b e
        a = x
        missing b d e
        e ! yes
        e = OK
        missing b d"""),
    ("xlsform.type.rank body.rank xlsform.choice_filter", """type | name | label | choice_filter
        text | side | Side
        rank c | order | Order | side = ${side}""", """list_name | name | label | side
        c | a | A | 1
        c | b | B | 1
        c | d | D | 2""", """side = 1
        order ! a
        order ! a a
        order ! a b d
        order = b a
        side = 2
        order :"""),
    ("xlsform.type.range range.attributes", """type | name | label | parameters
        range | plain | P
        range | fine | F | start=-1 end=1 step=0.1
        range | wide | W | start=0 end=100 step=25""", "", """plain = 10
        plain ! 11
        plain ! 0.5
        fine = 0.3
        fine = -0.7
        fine ! 0.35
        fine ! 1.1
        wide = 75
        wide ! 80"""),
    ("xlsform.repeat xlsform.default repeat.template", """type | name | label | default | relevant
        begin repeat | row | Row
        text | a | A | dd
        text | b | B | | ../a = 'x'
        end repeat
        note | two | Two | | count(${row}) > 1""", "", """row[1]/a : dd
        row[1]/a = x
        seen row[1]/a row[1]/b
        + row
        row[2]/a : dd
        seen row[1]/a row[1]/b row[2]/a two
        - row[1]
        seen row[1]/a
        - row[1]
        # row 0"""),
    ("xlsform.default-dynamic event.first-load-in-repeat event.new-repeat.count fn:position",
     """type | name | label | default | repeat_count | relevant
        integer | n | N
        begin repeat | row | Row | | ${n}
        integer | place | P | position(..) * 10
        end repeat
        begin repeat | late | Late | | | ${n} = 3
        integer | place2 | P | position(..)
        end repeat""", "", """# row 0
        # late 0
        n = 3
        row[1]/place : 10
        row[2]/place : 20
        row[3]/place : 30
        late[1]/place2 : 1"""),
    ("dialect.date-arithmetic fn:format-date fn:int", """type | name | label | calculation | constraint
        date | born | Born | | . <= today()
        calculate | age | | int((today() - ${born}) div 365.25)
        calculate | later | | format-date(${born} + 10, '%Y/%n/%e')""", "", """age :
        born ! 2024-05-08
        born = 1990-05-06
        age : 34
        later : 1990/5/16"""),
]


@pytest.mark.parametrize(("survey", "choices", "script"), [
    pytest.param(*scene, marks=pytest.mark.cites(*cites.split()), id=cites.split()[0]) for cites, *scene in SHEETS])
def test_a_workbook_behaves(survey: str, choices: str, script: str) -> None:
    """What a form of the documentation's kind does when it is filled in."""
    play(begun(workbook(survey, choices)), script)


@pytest.mark.cites(
    "namespace.prefix-free", "instance.root", "submission.namespaces", "preload.property.deviceid", "preload.timestamp.end")
def test_other_prefixes() -> None:
    """XHTML as the default namespace, XForms under a prefix, and a record in a namespace of its own."""
    form = load(
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xf="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa">'
        '<head><title>T</title><xf:model><xf:instance><data xmlns="http://example.org/f" id="b"><name/><d/><dev/><end/></data>'
        '</xf:instance><xf:bind nodeset="/data/d" calculate="concat(/data/name, \'&lt;&amp;\')"/>'
        '<xf:bind nodeset="/data/dev" jr:preload="property" jr:preloadParams="deviceid"/>'
        '<xf:bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/></xf:model></head>'
        '<body><xf:input ref="/data/name"><xf:label>Name &amp; <![CDATA[<b>]]></xf:label></xf:input></body></html>', "xml", "x")
    record = begun(form)
    play(record, "seen name\nsays name Name & <b>\nname = Z\nd : Z<&\ndev : d1")
    sent = record.xml("uuid:1")
    assert b'<data xmlns="http://example.org/f" id="b"' in sent
    assert b"<end>2024-05-07T09:03:05.042+08:00</end>" in sent
    assert Record.from_xml(form, sent, now=NOW, today=NOW.date()).get("d") == "Z<&"


@pytest.mark.cites("odk:last-saved", "uri.last-saved", "xlsform.default-dynamic")
def test_last_saved() -> None:
    """Answers of the record saved before stand as defaults, in new instances as well; in the first record they are blank."""
    form = workbook("""type | name | label | default
        text | street | S | ${last-saved#street}
        integer | number | N | ${last-saved#number} + 1
        begin repeat | row | R
        text | a | A | ${last-saved#street}
        end repeat""")
    play(begun(form), "street :\nnumber :\nstreet = New\nnumber = 4")
    before = begun(form)
    play(before, "street = Main\nnumber = 4")
    after = Record(form, now=NOW, today=NOW.date(), last_saved=before.xml("uuid:1"))
    play(after, "street : Main\nnumber : 5\nrow[1]/a : Main\n+ row\nrow[2]/a : Main")


@pytest.mark.cites("xlsform.type.select_from_file", "odk:geojson", "xlsform.from_file_columns", "fn:pulldata", "uri.file-csv")
def test_choices_from_files() -> None:
    """CSV with a byte order mark and quotes, other columns for name and label, GeoJSON by id, and what is looked up in them."""
    files = {
        "towns.csv": "\ufeffname,label,state\r\nn,North,a\r\ns,\"South, by sea\",a\r\nw,West,b\r\n".encode(),
        "sites.csv": b"code,title\nc1,One\nc2,Two\n",
        "spots.geojson": b'''{"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [7.5, 46.25]},
             "properties": {"id": "p1", "title": "P", "visits": 4}},
            {"type": "Feature", "id": "top", "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 2]]},
             "properties": {"id": "in"}}]}'''}
    form = workbook("""type | name | label | choice_filter | parameters | calculation
        text | state | State
        select_one_from_file towns.csv | town | T | state = ${state}
        select_one_from_file sites.csv | site | S | | value=code, label=title
        select_one_from_file spots.geojson | spot | P
        calculate | named | | | | instance('towns')/child::root/item[name = ${town}]/label
        calculate | pulled | | | | pulldata('sites', 'title', 'code', ${site})
        calculate | where | | | | instance('spots')/child::root/item[id = ${spot}]/geometry
        calculate | more | | | | instance('spots')/child::root/item[id = ${spot}]/visits + 1
        calculate | many | | | | count(instance('towns')/child::root/item[state = ${state}])""", files=files)
    record = begun(form)
    play(record, """state = a
        offers town n s
        town = s
        named : South, by sea
        many : 2
        offers site c1 c2
        site = c2
        pulled : Two
        offers spot p1 top
        spot = p1
        where : 46.25 7.5 0 0
        more : 5
        spot = top
        where : 0 0 0 0; 2 1 0 0""")
    assert [choice.label() for choice in record.choices("site")] == ["One", "Two"]


@pytest.mark.cites("xlsform.type.metadata", "preload.property.username", "preload.property.email", "preload.property.phonenumber")
def test_metadata() -> None:
    """What the form asks of the device and the person is filled in and not asked; the end only when the record is written."""
    record = begun(workbook("""type | name
        start | begun
        end | ended
        today | day
        deviceid | device
        username | who
        email | mail
        phonenumber | phone
        start-geopoint | place"""), location="1 2 3 4", email="a@example.org", phone="123")
    play(record, """seen
        begun : 2024-05-07T09:03:05.042+08:00
        day : 2024-05-07
        device : d1
        who : pat
        mail : a@example.org
        phone : 123
        place : 1 2 3 4
        ended :""")
    assert b"<ended>2024-05-07T09:03:05.042+08:00</ended>" in record.xml("uuid:1")


@pytest.mark.cites("xlsform.languages", "fn:jr:choice-name", "itext.switch", "xlsform.guidance_hint", "xlsform.media")
def test_languages() -> None:
    """Labels, messages and what formulas quote follow the language; names of languages do as well as codes."""
    columns = "type | name | constraint | calculation | " + " | ".join(
        f"{column}::{language}" for column in ("label", "constraint_message", "guidance_hint", "image")
        for language in ("English (en)", "Español (es)"))
    record = begun(workbook(f"""{columns}
        select_multiple c | tint | count-selected(.) < 3 | | Which? | ¿Cuál? | two | dos | g | h | e.png | s.png
        calculate | first | | jr:choice-name(selected-at(${{tint}}, 0), '${{tint}}')
        calculate | second | | jr:choice-name(selected-at(${{tint}}, 1), '${{tint}}')
        note | told | | | It is ${{first}} | Es ${{first}}""", """list_name | name | label::English (en) | label::Español (es)
        c | red | Red | Rojo
        c | blue | Blue | Azul"""), language="en")
    play(record, "tint = red\nfirst : Red\nsecond :\nsays told It is Red")
    record.speak("Español (es)")
    play(record, "first : Rojo\nsays told Es Rojo")
    assert (record.label("tint"), record.label("tint", "English (en)"), record.guidance("tint")) == ("¿Cuál?", "Which?", "h")
    assert (record.constraint_message("tint"), record.constraint_message("tint", "en")) == ("dos", "two")
    assert (record.media("tint"), record.media("tint", "en")) == ({"image": "jr://images/s.png"}, {"image": "jr://images/e.png"})


@pytest.mark.cites("fn:once", "fn:uuid", "fn:random", "xlsform.randomize", "fn:randomize")
def test_once_and_seeds() -> None:
    """What is made once outlives other answers and the draft; a seed keeps an order of choices."""
    form = workbook("""type | name | label | calculation | parameters
        text | a | A
        calculate | drawn | | once(random())
        calculate | first | | once(${a})
        calculate | seed | | once(decimal-date-time(now()))
        select_one c | pick | P | | randomize=true, seed=${seed}""", "\n".join(f"c | {name} | {name}" for name in "abcdefgh"))
    record = begun(form)
    drawn, order = record.get("drawn"), [choice.name for choice in record.choices("pick")]
    play(record, "a = 1\na = 2\nfirst : 1")
    later = Record(form, record.answers(), now=NOW.replace(year=2025), today=NOW.date(), seed=9)
    assert (later.get("drawn"), later.get("first"), [choice.name for choice in later.choices("pick")]) == (drawn, "1", order)
    assert sorted(order) == list("abcdefgh")


@pytest.mark.cites("xlsform.entities", "path.attributes", "entities.create", "bind.nodeset.attribute")
def test_entities() -> None:
    """The entity's id can be read by a formula, its label is computed, and whether it is made depends on answers."""
    pages = sheet("survey", """type | name | label | save_to | calculation
        text | kind | K | kind
        integer | girth | G
        calculate | own | | | /data/meta/entity/@id""") + sheet("entities", """list_name | label | create_if
        trees | concat('Tree: ', ${kind}) | ${girth} > 20""")
    record = begun(load(pages, "md", "judged"))
    play(record, """kind = oak
        girth = 21
        meta/entity/@create : true
        meta/entity/label : Tree: oak
        girth = 20
        meta/entity/@create : false""")
    assert len(record.get("own")) == 36
    assert f'id="{record.get("own")}"' in record.xml("uuid:1").decode()
