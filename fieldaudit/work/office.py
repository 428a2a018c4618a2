"""The office: founding the bureau, its people and their PINs, forms, leases of document numbers, devices.

Certificates and keys are made in `store.trust`; here is who may ask for them and what is recorded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..assets import asset_path, forms_dir
from ..domain.calendar import local_date, local_datetime
from ..domain.citations import Law, load_laws
from ..domain.core import COMMON, Certificate, Change, RowId, Scope, device_of, hlc_ms
from ..domain.numbers import DOCUMENT_KINDS, check_pattern, default_patterns, number_text
from ..domain.terms import ROLES, label
from ..errors import BadInput, NotAllowed, machine_reason
from ..i18n import Text, tr
from ..store import Workspace, exchange, pins, queries
from ..store.connection import transaction
from ..wire.enrol import make_grant, make_request, read_grant, read_request, request_code, same_code
from ..wire.keys import BureauKey, DeviceKeys, ScopeKey
from ..wire.recovery import make_recovery
from .desk import Desk, Row, known_device, role_word
from .forms import publish

LEASE_BLOCK = 100  # numbers a device gets at a time, per kind and year
LARGEST_LEASE = 10_000
SUCCESSOR_GAP = 1_000  # numbers a new first laptop leaves free: the lost one may have leased them out unseen
ROOT_DEVICE = 1


@dataclass(frozen=True, slots=True)
class Founding:
    """What `init` asks: the bureau, its districts and its first administrator."""

    name: str
    short: str
    districts: tuple[str, ...]
    admin: str
    admin_pin: str
    address: str = ""
    phone: str = ""
    review_body: str = ""
    patterns: tuple[tuple[str, str], ...] = ()
    supervisor_clears_general: bool = False


def found_bureau(workspace: Workspace, wanted: Founding, now: int) -> Desk:
    """Make bureau, districts, keys, first certificate, forms, laws and number leases. Raises BadInput."""
    wanted = _checked_founding(wanted)
    store = workspace.store
    with transaction(store.connection, "init"):
        _make_root_keys(workspace, len(wanted.districts))
    desk = Desk(workspace, now)
    bureau = store.create(
        "bureau",
        name=wanted.name,
        short=wanted.short,
        address=wanted.address or None,
        phone=wanted.phone or None,
        review_body=wanted.review_body or None,
        supervisor_clears_general=int(wanted.supervisor_clears_general),
    )
    admin = store.create("person", name=wanted.admin, role="admin")
    with transaction(store.connection, "init"):
        keys = store.trust.keys
        assert keys is not None  # made just above
        store.trust.issue(
            ROOT_DEVICE,
            keys.sign_public,
            keys.receive_public,
            [(admin.row, "admin")],
            [Scope(n) for n in range(1, len(wanted.districts) + 1)],
            now,
        )
    desk.person = admin.row
    districts = [store.create("district", name=name, scope=n) for n, name in enumerate(wanted.districts, 1)]
    patterns = {**default_patterns(wanted.short), **dict(wanted.patterns)}
    desk.commit(
        COMMON,
        "bureau.create",
        [
            bureau,
            admin,
            *districts,
            *(store.create("number_pattern", kind=kind, pattern=pattern) for kind, pattern in patterns.items()),
            *_laws(desk),
        ],
    )
    set_pin(desk, admin.row, wanted.admin_pin)
    for path in sorted(forms_dir().glob("*.md")):
        publish(desk, path.read_bytes(), path.name)
    lease_all(desk, ROOT_DEVICE, local_date(now).year)
    desk.seal()
    return desk


def _checked_founding(wanted: Founding) -> Founding:
    """The founding with its names trimmed. Raises BadInput."""
    trimmed = replace(
        wanted,
        name=wanted.name.strip(),
        short=wanted.short.strip(),
        admin=wanted.admin.strip(),
        districts=tuple(name.strip() for name in wanted.districts),
    )
    if not trimmed.name or not trimmed.short or not trimmed.admin:
        raise BadInput(tr("局名、简称和管理员都要填写", "name, short name and administrator are all needed"))
    if not trimmed.districts or not all(trimmed.districts) or len(set(trimmed.districts)) != len(trimmed.districts):
        raise BadInput(
            tr("至少要有一个旗县市区，名称不得为空或重复", "at least one district is needed, none without a name, none twice")
        )
    for kind, _ in wanted.patterns:
        if kind not in DOCUMENT_KINDS:
            raise BadInput(tr(f"没有“{kind}”这种文书", f"there is no document kind {kind!r}"), todo=", ".join(DOCUMENT_KINDS))
    for pattern in {**default_patterns(trimmed.short), **dict(wanted.patterns)}.values():
        check_pattern(pattern)
    check_pin(wanted.admin_pin)
    return trimmed


def _make_root_keys(workspace: Workspace, districts: int) -> None:
    trust = workspace.store.trust
    bureau = BureauKey.from_seed(os.urandom(32))
    keys = DeviceKeys.from_seeds(os.urandom(32), os.urandom(32))
    trust.set_local(device=ROOT_DEVICE, device_keys=keys.to_bytes(), bureau_key=bureau.to_bytes(), bureau_public=bureau.public)
    trust.reload()
    for number in range(districts + 1):
        trust.new_scope_key(Scope(number))


def shipped_laws() -> dict[str, Law]:
    """The laws that come with the program, by short name: the office's table, and those that come with a form."""
    texts = [
        asset_path("laws.csv").read_text("utf-8-sig"),
        *(path.read_text("utf-8-sig") for path in sorted(forms_dir().glob("*_laws.csv"))),
    ]
    return {short: law for text in texts for short, law in load_laws(text).items()}


def _laws(desk: Desk) -> list[Change]:
    laws = shipped_laws()
    return [
        desk.store.create(
            "law",
            short=law.short,
            title=law.title,
            number=law.number or None,
            in_force=law.in_force or None,
            checked=law.checked or None,
        )
        for law in laws.values()
    ]


def write_recovery(desk: Desk, path: Path, passphrase: str) -> None:
    """Write the recovery file: the bureau's key and all scope keys under a passphrase. Never overwrites."""
    trust = desk.store.trust
    if trust.bureau is None:
        raise NotAllowed(tr("本机没有本局密钥", "this laptop does not hold the bureau's key"))
    held: list[ScopeKey] = [key for _, key in sorted(trust.scope_keys.items())]
    data = make_recovery(trust.bureau, held, passphrase, os.urandom(16), os.urandom(12))
    try:
        with open(path, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(
            tr("恢复文件写不进去：{why}", "cannot write the recovery file: {why}").format(why=machine_reason(error)),
            where=str(path),
        ) from error


# -- people ------------------------------------------------------------------------------------------
def add_person(
    desk: Desk, name: str, role: str, badge_no: str = "", pin: str = "", post: str = "", devices: Sequence[int] = ()
) -> RowId:
    """Put a person on the roster and list them in the certificates of this device and of `devices`.

    A person who is on the roster in the same role is only listed. Admin, root only. Raises BadInput, NotAllowed.
    """
    name, badge_no = name.strip(), badge_no.strip()
    demand_issuer(desk)
    for device in devices:
        _usable_device(desk, device)
    known = desk.store.find("person", name=name)
    if known and devices and known[0]["role"] == role and not (badge_no or pin or post):
        person = RowId(known[0]["id"])
    else:
        _check_person(known, name, role, badge_no)
        if pin:
            check_pin(pin)
        made = desk.store.create("person", name=name, role=role, badge_no=badge_no or None, post=post.strip() or None)
        desk.commit(COMMON, "person.add", [made])
        person = made.row
    for device in dict.fromkeys((desk.store.trust.device, *devices)):
        list_on_device(desk, device, [person])
    if pin:
        set_pin(desk, person, pin)
    return person


def _check_person(known: Sequence[Row], name: str, role: str, badge_no: str) -> None:
    if role not in ROLES:
        raise BadInput(tr(f"没有“{role}”这个角色", f"there is no role {role!r}"), todo=", ".join(ROLES))
    if not name:
        raise BadInput(tr("姓名不能为空", "the name is empty"))
    if known:
        raise BadInput(
            tr(f"已有叫“{name}”的人员（{role_word(known[0]['role'])}）", f"“{name}” is on the roster already ({known[0]['role']})"),
            todo=tr(
                "同名的人请加以区分，例如“检查员甲（开鲁）”；只为另一台电脑授权，用同一角色加 --device。",
                "Tell people of one name apart, e.g. by district; to list the same person for another laptop, "
                "give the same role and --device only.",
            ),
        )
    if role == "inspector" and not badge_no:
        raise BadInput(
            tr("检查员须有执法证号", "an inspector needs a badge number"), where=name, todo=tr("补上 --badge。", "Add --badge.")
        )


def demand_issuer(desk: Desk) -> None:
    """Only the administrator, and only where the bureau's key is: elsewhere an act would stop half done."""
    _demand_admin(desk)
    if desk.store.trust.bureau is None:
        raise NotAllowed(
            tr("只有建立本局的电脑能办理", "only the laptop where the bureau was founded can do this"),
            todo=tr("请在那台电脑上操作，再同步。", "Do it on that laptop, then sync."),
        )


def _usable_device(desk: Desk, device: int) -> None:
    known_device(desk, device)
    _not_revoked(desk, device)


def _not_revoked(desk: Desk, device: int) -> None:
    if device in desk.store.trust.revocations:
        raise NotAllowed(
            tr(f"设备 {device} 已吊销", f"device {device} is revoked"),
            todo=tr("新建工作区重新注册。", "Enrol it anew with a fresh workspace."),
        )


def list_on_device(desk: Desk, device: int, people: Sequence[RowId]) -> None:
    """Reissue a device's certificate with these people added, in their roster roles. Admin, root only."""
    demand_issuer(desk)
    _usable_device(desk, device)
    roles = {person: str(desk.row("person", person)["role"]) for person in people}
    with transaction(desk.store.connection, "certificate"):
        certificate = desk.store.trust.reissue(device, roles, desk.now)
    desk.store.trust_changed([certificate])


def _demand_admin(desk: Desk) -> None:
    if desk.role() != "admin":
        raise NotAllowed(
            tr("此事须由管理员办理", "this takes the administrator"),
            where=desk.name_of(desk.person),
            todo=tr("用 --as 换成管理员。", "Use --as to act as the administrator."),
        )


def people(desk: Desk) -> list[Row]:
    """The roster, with whether each may act on this laptop and has a PIN here."""
    certificate = desk.store.trust.latest(desk.store.trust.device)
    listed = dict(certificate.people) if certificate else {}
    with_pin = pins.people_with_pin(desk.store)
    return [{**row, "here": row["id"] in listed, "pin": row["id"] in with_pin} for row in desk.store.find("person")]


def check_pin(pin: str) -> None:
    """Raises BadInput unless this can be a PIN."""
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 12):
        raise BadInput(tr("PIN 须为 4 至 12 位数字", "a PIN is 4 to 12 digits"), todo=tr("换一个 PIN。", "Choose another."))


def set_pin(desk: Desk, person: RowId, pin: str, old: str | None = None) -> None:
    """Set a person's PIN on this laptop. The first is free; to change one takes the old one or the administrator."""
    check_pin(pin)
    held = person in pins.people_with_pin(desk.store)
    knows = held and old is not None and pins.pin_fits(desk.store, person, old)
    if held and not knows and not (desk.person not in (None, person) and desk.role() == "admin"):
        raise NotAllowed(
            tr("原 PIN 不对", "the old PIN is wrong"),
            todo=tr(
                "用 FIELDAUDIT_PIN 给出原 PIN，或请管理员重设。",
                "Give the old one in FIELDAUDIT_PIN, or ask the admin to set it anew.",
            ),
        )
    pins.set_pin(desk.store, person, pin)


def sign_in(desk: Desk, wanted: str, pin: str) -> None:
    """Put a person at the desk by name or id and PIN. Raises NotAllowed."""
    desk.store.demand_current()
    person = desk.named("person", wanted)
    id_ = RowId(person["id"])
    if id_ not in pins.people_with_pin(desk.store):
        raise NotAllowed(
            tr(f"{person['name']}在本机还没有 PIN", f"{person['name']} has no PIN on this laptop yet"),
            todo=tr("运行 fieldaudit people pin 设置。", "Set one with fieldaudit people pin."),
        )
    if not pins.pin_fits(desk.store, id_, pin):
        raise NotAllowed(
            tr("PIN 不对", "wrong PIN"),
            where=str(person["name"]),
            todo=tr(f"连续错 {pins.TRIES} 次后须由管理员重设。", f"After {pins.TRIES} wrong tries the admin must set it anew."),
        )
    desk.person = id_
    desk.role()


# -- numbers -----------------------------------------------------------------------------------------
def lease(desk: Desk, device: int, kind: str, year: int, count: int = LEASE_BLOCK) -> tuple[int, int]:
    """Lease the next block of a kind's numbers to a device; the administrator, where the bureau was founded.

    Gives first, last.
    """
    demand_issuer(desk)
    _usable_device(desk, device)
    if kind not in DOCUMENT_KINDS:
        raise BadInput(tr(f"没有“{kind}”这种文书", f"there is no document kind {kind!r}"), todo=", ".join(DOCUMENT_KINDS))
    this_year = local_date(desk.now).year
    if not 1 <= count <= LARGEST_LEASE or year not in (this_year, this_year + 1):
        raise BadInput(
            tr(f"不能分配 {year} 年的 {count} 个号", f"cannot lease {count} numbers of {year}"),
            todo=tr(f"一次 1 至 {LARGEST_LEASE} 个，今年或明年的。", f"1 to {LARGEST_LEASE} at a time, of this year or the next."),
        )
    changes, block = _block(desk, device, kind, year, count)
    desk.commit(COMMON, "numbers.lease", [changes])
    desk.seal()
    return block


def lease_all(desk: Desk, device: int, year: int) -> None:
    """One block of every kind to a device, in one act."""
    desk.commit(COMMON, "numbers.lease", [_block(desk, device, kind, year, LEASE_BLOCK)[0] for kind in DOCUMENT_KINDS])


def _block(desk: Desk, device: int, kind: str, year: int, count: int) -> tuple[Change, tuple[int, int]]:
    taken = [row["last"] for row in desk.store.find("number_lease", kind=kind, year=year)]
    first = max(taken, default=0) + 1 + _gap(desk, kind, year)
    return desk.store.create("number_lease", kind=kind, year=year, device=device, first=first, last=first + count - 1), (
        first,
        first + count - 1,
    )


def _gap(desk: Desk, kind: str, year: int) -> int:
    """What a new first laptop leaves free before the first block it leases of a kind and year."""
    since, own = desk.store.trust.local("successor_since"), desk.store.trust.device
    if since is None or year > since + 1:
        return 0
    mine = [row for row in desk.store.find("number_lease", kind=kind, year=year) if device_of(row["id"]) == own]
    return 0 if mine else SUCCESSOR_GAP


@dataclass(frozen=True, slots=True)
class Number:
    """A document number taken for one paper."""

    text: str
    year: int
    serial: int
    provisional: bool


def take_number(desk: Desk, kind: str) -> Number:
    """The next number of this device's leases; a provisional one, marked as such, when none is left."""
    year, device = local_date(desk.now).year, desk.store.trust.device
    used = queries.used_serials(desk.store, kind, year, device)
    leases = desk.store.find("number_lease", kind=kind, year=year, device=device)
    free = next((n for row in leases for n in range(row["first"], row["last"] + 1) if n not in used), None)
    pattern = next((row["pattern"] for row in desk.store.find("number_pattern", kind=kind)), "{year}-{n}")
    if free is None:
        n = queries.provisional_numbers(desk.store, kind) + 1
        return Number(f"临{device}-{year}-{n}", year, n, True)
    return Number(number_text(pattern, year, free), year, free, False)


def number_register(desk: Desk, kind: str, year: int) -> list[Row]:
    """Every leased block of a kind and year with how many numbers are issued, void and unused."""
    rows = []
    for block in desk.store.find("number_lease", kind=kind, year=year):
        used, void = queries.numbers_taken(desk.store, kind, year, block["first"], block["last"])
        total = block["last"] - block["first"] + 1
        rows.append({**block, "issued": used - void, "voided": void, "unused": total - used})
    return rows


# -- devices -----------------------------------------------------------------------------------------
def request_enrolment(workspace: Workspace, device_label: str) -> tuple[bytes, str]:
    """Make this laptop's keys and its request. Gives the request and the short code to read out.

    A workspace that was restored, revoked, or found to be an old copy asks again, as a new device; asking twice gives
    the same request.
    """
    store, trust = workspace.store, workspace.store.trust
    if trust.device and not store.outdated and trust.device not in trust.revocations:
        raise NotAllowed(tr("这个工作区已经注册", "this workspace is enrolled already"))
    if trust.device:
        store.leave()
    waiting = trust.local("enrol_request")
    if waiting is not None:
        return waiting, request_code(waiting)
    keys = DeviceKeys.from_seeds(os.urandom(32), os.urandom(32))
    request = make_request(keys, device_label)
    with transaction(store.connection, "enrol"):
        trust.set_local(device_keys=keys.to_bytes(), enrol_request=request)
    trust.reload()
    return request, request_code(request)


def grant_enrolment(desk: Desk, request: bytes, code: str, people_: Sequence[RowId], scopes: Sequence[Scope]) -> tuple[bytes, int]:
    """Admit a laptop: certificate, wrapped keys, leases of numbers. Gives the grant and the device's number.

    Granting a request again (the file was lost) gives the same device number, with these people and scopes added where the
    certificate lacks them.
    """
    demand_issuer(desk)
    if not same_code(code, request_code(request)):
        raise NotAllowed(
            tr("短码与申请不符：文件可能被调换", "the code does not belong to this request: the file may have been swapped"),
            todo=tr("核对新电脑屏幕上的短码。", "Compare with the code on the new laptop's screen."),
        )
    return admit(desk, request, people_, scopes)


def admit(desk: Desk, request: bytes, people_: Sequence[RowId], scopes: Sequence[Scope], kind: str = "laptop") -> tuple[bytes, int]:
    """Grant a request whose sender is known to be the right one: by the short code, or because he knows an invitation's.

    A hub has no people, and gets neither keys nor numbers. Admin, root only. Gives the grant and the device's number.
    """
    demand_issuer(desk)
    asked, trust = read_request(request), desk.store.trust
    people = {person: str(desk.row("person", person)["role"]) for person in people_}
    again = next((known for known in trust.certificates if trust.sign_key(known) == asked.sign_key), None)
    device = again or max(trust.certificates) + 1
    _not_revoked(desk, device)
    latest = trust.latest(device)
    with transaction(desk.store.connection, "enrol"):
        if latest is None:
            certificate, _ = trust.issue(device, asked.sign_key, asked.receive_key, people.items(), scopes, desk.now, kind)
        elif _says(latest, people, scopes, desk.now):  # a certificate is for ever, on every laptop: none that says nothing new
            certificate = latest
        else:
            certificate = trust.reissue(device, people, desk.now, scopes)
        wrapped = trust.wrap_keys_for(certificate)
    if not again and kind == "laptop":
        lease_all(desk, device, local_date(desk.now).year)
    desk.seal()
    certificates = [row["object"] for row in exchange.certificates(desk.store)]
    assert trust.bureau is not None  # issue refused otherwise
    return make_grant(trust.bureau, request, certificates, wrapped, {"label": asked.label}), device


def _says(held: Certificate, people: Mapping[RowId, str], scopes: Iterable[Scope], now: int) -> bool:
    """Does a certificate name all these people in their roles and these scopes, and has it not ended?"""
    return people.items() <= dict(held.people).items() and {*scopes} <= {*held.scopes} and now <= held.valid_to


def accept_enrolment(workspace: Workspace, data: bytes) -> int:
    """Take the bureau's grant; from now on this workspace is device N. Gives N."""
    trust = workspace.store.trust
    request = trust.local("enrol_request")
    if request is None or trust.device:
        raise NotAllowed(
            tr("本工作区没有待批的注册申请", "this workspace has no enrolment request waiting"),
            todo=tr("先运行 fieldaudit enrol request。", "Run fieldaudit enrol request first."),
        )
    grant = read_grant(data, request)
    if trust.bureau_public not in (b"", grant.bureau_public):
        raise NotAllowed(
            tr("这份授权是另一个局签发的", "another bureau signed this grant"),
            todo=tr("请本局的管理员授权。", "Have this bureau's admin grant it."),
        )
    with transaction(workspace.store.connection, "enrol"):
        trust.set_local(device=grant.device, bureau_public=grant.bureau_public)
        trust.bureau_public, trust.device = grant.bureau_public, grant.device
        statements = [trust.take_certificate(certificate) for certificate in grant.certificates]
        for key in grant.scope_keys:
            trust.take_granted_key(key)
        trust.drop_bureau_key()
    workspace.store.trust_changed(statement for statement in statements if statement is not None)
    return grant.device


def revoke_device(desk: Desk, device: int, lines: Mapping[Scope, int] | None = None) -> Text:
    """End a device: of each scope's chain what lies after its line is quarantined. New keys for all others.

    `lines`: scope -> last segment that counts; None: all of it that is here. Of a device that is revoked already the
    line may be raised, never lowered: others have built on what was accepted. Admin, root only. Gives where it lies.
    """
    demand_issuer(desk)
    if device == desk.store.trust.device:
        raise NotAllowed(tr("不能吊销本机", "this laptop cannot revoke itself"))
    known_device(desk, device)
    last = _new_line(desk, device, lines)
    with transaction(desk.store.connection, "revoke"):
        revocation = desk.store.trust.revoke(device, last, desk.now)
    desk.store.trust_changed([revocation])
    return _line_text(desk, device)


def _new_line(desk: Desk, device: int, lines: Mapping[Scope, int] | None) -> dict[Scope, int]:
    """The line to draw. Raises BadInput, NotAllowed."""
    here, before = exchange.last_ordinals(desk.store, device), desk.store.trust.revocations.get(device)
    if before is not None and lines is None:
        raise NotAllowed(
            tr(f"设备 {device} 已吊销", f"device {device} is revoked"),
            where=str(_line_text(desk, device)),
            todo=tr("抬高界线用 --line 旗县市区=段号，或 --line all。", "Raise its line: --line DISTRICT=SEGMENT, or --line all."),
        )
    line = {**(here if before is None else before.last), **(lines or {})}
    for scope, ordinal in line.items():
        if not 0 <= ordinal <= here.get(scope, 0):
            raise BadInput(
                tr(
                    f"{_district(desk, scope)}：本机只有设备 {device} 的 {here.get(scope, 0)} 段",
                    f"{_district(desk, scope)}: {here.get(scope, 0)} segments of device {device} are here",
                ),
                where=str(ordinal),
                todo=tr("界线只能划在已收到的段上。", "The line lies at a segment that is here."),
            )
    if before is not None and any(line.get(scope, 0) < ordinal for scope, ordinal in before.last.items()):
        raise NotAllowed(
            tr("界线只能抬高，不能降低", "the line may be raised, not lowered"),
            where=str(_line_text(desk, device)),
            todo=tr("已收录的记录如有误，请更正或作废。", "Correct or void what is wrong in what was accepted."),
        )
    if before is not None and line == dict(before.last):
        raise NotAllowed(tr("界线没有变化", "the line would not move"), where=str(_line_text(desk, device)))
    return line


def _line_text(desk: Desk, device: int) -> Text:
    """Where the line of a revoked device lies, in words: per district the last segment that counts and its time."""
    revoked, rows = desk.store.trust.revocations[device], []
    for scope, here in sorted(exchange.last_ordinals(desk.store, device).items()):
        last = revoked.last.get(scope, 0)
        until = exchange.segment_time(desk.store, scope, device, last)
        when = "" if until is None else local_datetime(hlc_ms(until)).strftime("%Y-%m-%d %H:%M")
        name = _district(desk, scope)
        rows.append(
            tr(
                f"{name}：认到第 {last} 段" + (f"（至 {when}）" if when else "") + f"，其后已收到的 {here - last} 段隔离",
                f"{name}: counts to segment {last}" + (f" (until {when})" if when else "") + f"; {here - last} quarantined",
            )
        )
    head = tr(
        f"设备 {device} 已吊销，此后收到的记录将被隔离。",
        f"Device {device} is revoked; what comes of it from now on is quarantined.",
    )
    return Text("\n".join([head.zh, *(row.zh for row in rows)]), "\n".join([head.en, *(row.en for row in rows)]))


def _district(desk: Desk, scope: Scope) -> str:
    """A scope's name for people."""
    named = desk.store.find("district", scope=scope)
    if named:
        return str(named[0]["name"])
    return str(tr("全局", "common") if scope == COMMON else tr(f"范围 {scope}", f"scope {scope}"))


def devices(desk: Desk) -> list[dict[str, Any]]:
    """Every device with kind, people, scopes and whether it is revoked."""
    trust = desk.store.trust
    found = []
    for device in sorted(trust.certificates):
        latest = trust.latest(device)
        assert latest is not None  # a device is known by its certificate
        found.append(
            {
                "id": device,
                "kind": latest.kind,
                "people": [desk.name_of(p) for p, _ in latest.people],
                "roles": [str(label("role", role)) for _, role in latest.people],
                "scopes": list(latest.scopes),
                "revoked": device in trust.revocations,
                "here": device == trust.device,
            }
        )
    return found
