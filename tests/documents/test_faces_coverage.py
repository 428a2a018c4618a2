"""Promises of the fallback: every GB 2312 character and the rarer ones of names and places have their expected face."""

from __future__ import annotations

import pytest

from fieldaudit.documents.faces import ROLES, load_faces
from fieldaudit.documents.typeset.line import Run, Setting, set_lines

pytestmark = pytest.mark.slow  # `make check` stays under a minute

FACES = load_faces()
# Characters of people's and places' names that GB 2312 lacks, and units.
NAMES = (
    "㛃䶮堃喆犇燊㐂㑇垚淼焱珺玥昇曈翀芃珅璟堉湉玙玚玥祎祎晞暄晖昉昕晗旻旼昶晟晔珩琰琮璠璐瑀瑄瑢璎瓒骉羴鱻麤彧彣怡"
    "垕堽塱墈墟埇埌坬坨峣崀崟嵖嵛嶂巘庹弢忞恺悢愔慜懋戬抃抟拊挹捃捭掞揄揆揜揳敉旴昀昇杲枞枥柷栌栒桲梣梽棨棻棽椑椳楒榃榑榘"
    "樨橚橦檩欤毐汈汭沄沕泃泆泖泚洈洣洨洴洺浉浐浛浡涞涢淏湋湑湜湝湲溇溆溦滃滆滉滘滠漈漖漷潏潟潵潾澥澴濉濛瀍瀔瀼灞炆炘炜烔烜"
    "焜煜煊燚爔牂牤犍狍猄玕玘珏珖珙珣珧琤琬琯琲瑃瑑瑧瑷璆璈璜瓘甪畈畋畬疃皞皛盱眙睢瞫矬砗砣砜硔硖硗硚碚碛碶磡磜礴禔禤秾稑穙"
    "窅窎竑竽筇筘筜筥箬篁簃簌籁粿糍絜縠纮纴绤绹缊缐罍羑羖翃翙耏耒肜胂胲脒膺臯舣艏艾芏芘芰芾苊苪茌茓茝茳荭荸莙菂菉菼葑葭蒗蒟蓼"
    "蔟蕤薤藁虓虮虺蚆蛏螅蟛衎衠裎褚襄觊觖訚訢詝誾諟诂诇诓诔诖豳赑赟赪跶踔轵辀迓迨逄逌遄邘邙邡邰邳邽郃郄郅郇郓郕郗郚郛郜郝郢郦郧郫"
    "郯郾鄀鄂鄄鄌鄚鄞鄠鄢鄣鄩鄫鄮鄯鄱酂酆釪鋆鎏鑫钘钜钭铄铚铦铻锃锆锎锜锝锳锴镆镋镕镡閺闿阃阆阌阚阽陉陟隰隽雒雩霅霨霭靰韨韪頔颀颋"
    "颙飏飐馀馃馉驲骀骃骦髡鬯魉魟鮻鲀鲌鲏鲖鲗鳀鳌鳚鸤鸮鸰鹍鹝鹠鹮麂黉黟鼋鼍齮龑龢"
)
UNITS = "㎡㎜㎝㎞㎏℃‰％²³°±×÷≤≥№①②③⑩ⅠⅡⅢ→↑√—…·～〔〕【】《》"


def gb2312() -> tuple[str, str]:
    """Ideographs and everything else."""
    chars = [bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)]
    return "".join(char for char in chars if "一" <= char <= "鿿"), "".join(char for char in chars if not "一" <= char <= "鿿")


@pytest.mark.parametrize(("role", "face"), [
    ("fang", "FandolFang-Regular"), ("kai", "FandolKai-Regular"), ("song", "NotoSerifSC-Regular"), ("hei", "NotoSansSC-Regular"),
    ("bold", "NotoSansSC-Bold")])
def test_every_ideograph_of_gb2312_is_printed_in_the_roles_own_face(role: str, face: str) -> None:
    ideographs, _ = gb2312()
    assert len(ideographs) == 6763
    assert {FACES.ink(role, char).face.name for char in ideographs} == {face}  # type: ignore[union-attr]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_sign_of_gb2312_and_every_unit_has_a_glyph(role: str) -> None:
    _, signs = gb2312()
    assert not [char for char in signs + UNITS if FACES.ink(role, char) is None]


def test_a_title_takes_from_song_what_its_own_face_lacks() -> None:
    ideographs, _ = gb2312()
    assert {FACES.ink("title", char).face.name for char in ideographs} == {  # type: ignore[union-attr]
        "NotoSerifSC-Black", "NotoSerifSC-Regular"}


def test_what_a_heavy_face_lacks_is_drawn_as_heavy_as_its_neighbours() -> None:
    line, = set_lines((Run("养老嘏院", "title"),), FACES, Setting(22, 22, 1000))
    assert ["".join(text for _, text in span.shown) for span in line.spans] == ["养老", "嘏", "院"]
    assert [span.stroke > 0 for span in line.spans] == [False, True, False]
    line, = set_lines((Run("养老嘏院"),), FACES, Setting(16, 16, 1000))
    assert [span.stroke for span in line.spans] == [0.0]


def test_rarer_characters_of_names_and_places_are_printed_in_fangsong_or_song() -> None:
    common, _ = gb2312()
    beyond = [char for row in range(0x81, 0xFF) for cell in range(0x40, 0xFF)
              if len(char := bytes((row, cell)).decode("gbk", "ignore")) == 1 and "一" <= char <= "鿿" and char not in common]
    rare = sorted({*NAMES, *beyond[::28]} - set(common))
    assert len(rare) >= 750
    for char in rare:
        face = FACES.choose("fang", char)
        assert face is not None, hex(ord(char))
        assert face.name == ("FandolFang-Regular" if FACES.face("FandolFang-Regular").has(char) else "NotoSerifSC-Regular")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_line_of_rare_characters_holds_each_of_them_as_a_glyph(role: str) -> None:
    text = "㛃䶮堃喆犇燊㐂㑇㎡"
    line, = set_lines((Run(text, role),), FACES, Setting(16, 16, 1000))
    assert [glyph.char for glyph in line.glyphs] == list(text)
    assert all(glyph.face.file.outline(glyph.face.file.glyph(ord(glyph.char))) for glyph in line.glyphs)


def test_every_ideograph_of_the_first_plane_has_a_glyph() -> None:
    missing = [code for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(start, end)
               if FACES.choose("fang", chr(code)) is None]
    assert not missing
