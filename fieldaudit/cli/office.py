"""Verbs of the office: init, people, enrol, institutions, numbers."""

from __future__ import annotations

import json
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from ..domain.calendar import local_date
from ..domain.core import COMMON, RowId, Scope
from ..domain.numbers import DOCUMENT_KINDS
from ..domain.terms import ROLES, label
from ..errors import BadInput
from ..i18n import tr
from ..store import Workspace, exchange, queries
from ..store.fresh import new_workspace
from ..store.keyfile import KEY_FILE
from ..work import office as acts
from ..work import register as register_acts
from ..work.cell_words import column_word
from ..work.desk import Desk
from .base import Session, fields, must_be_writable, now_ms, person_id, read_file, secret, table, write_file
from .importing import institutions_import
from .recovery import init_from
from .usage import Verb, Verbs

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (init, people, enrol, institutions, numbers):
        root.add_command(command)


@click.command(cls=Verb)
@click.option("--bureau", help="Full name of the bureau.")
@click.option("--short", help="Short name that begins document numbers, e.g. 通民养.")
@click.option("--district", "districts", multiple=True, help="A district (旗县市区); repeat for each.")
@click.option("--admin", required=True, help="Name of the first administrator.")
@click.option("--pin", default=None, help="The administrator's PIN (default: FIELDAUDIT_PIN).")
@click.option("--address", default="", help="The bureau's address.")
@click.option("--phone", default="", help="The bureau's telephone, printed as contact.")
@click.option("--review-body", default="", help="Where to apply for reconsideration, e.g. 通辽市人民政府.")
@click.option(
    "--pattern", "patterns", multiple=True, metavar="KIND=PATTERN", help="A number pattern, e.g. notice=通民养改〔{year}〕{n}号."
)
@click.option(
    "--recovery", type=click.Path(dir_okay=False), default=None, help="Write the recovery file here (under the passphrase)."
)
@click.option("--supervisor-clears-general", is_flag=True, help="General hazards too are cleared by a supervisor.")
@click.option(
    "--from",
    "source",
    type=click.Path(dir_okay=False),
    default=None,
    help="The first laptop is lost: make a new one from this recovery file, with --carrier or in a restored workspace.",
)
@click.option(
    "--carrier",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="With --from: a stick or folder on which the others have synced.",
)
@pass_session
@click.pass_context
def init(
    context: click.Context,
    session: Session,
    bureau: str | None,
    short: str | None,
    districts: tuple[str, ...],
    admin: str,
    pin: str | None,
    address: str,
    phone: str,
    review_body: str,
    patterns: tuple[str, ...],
    recovery: str | None,
    supervisor_clears_general: bool,
    source: str | None,
    carrier: Path | None,
) -> None:
    """Found the bureau: workspace, keys, districts, forms, first administrator; with --from, make its lost first laptop again."""
    if source is None and not (bureau and short and districts):
        _demand_options(context, bureau=bureau, short=short, districts=districts)
    chosen_pin = pin if pin is not None else secret("FIELDAUDIT_PIN", tr("PIN", "PIN"))
    if source is not None:
        return init_from(session, source, carrier, admin, chosen_pin, new_workspace)
    assert bureau and short  # demanded above
    founding = acts.Founding(
        bureau,
        short,
        districts,
        admin,
        chosen_pin,
        address,
        phone,
        review_body,
        tuple(_pattern(text) for text in patterns),
        supervisor_clears_general,
    )
    if recovery and Path(recovery).exists():
        raise BadInput(tr("恢复文件已存在，不会覆盖", "the recovery file exists already and is not overwritten"), where=recovery)
    passphrase = _new_passphrase()
    with new_workspace(session.workspace, passphrase) as workspace:
        desk = acts.found_bureau(workspace, founding, now_ms())
        if recovery:
            acts.write_recovery(desk, Path(recovery), passphrase)
    session.keep(passphrase)
    session.emit(
        {"workspace": str(session.workspace), "device": acts.ROOT_DEVICE, "bureau": bureau, "recovery": recovery},
        tr(f"已建立：{bureau}（{session.workspace}）", f"Founded: {bureau} ({session.workspace})"),
    )


def _new_passphrase() -> str:
    return secret("FIELDAUDIT_PASSPHRASE", tr("口令", "Passphrase"))


def _demand_options(context: click.Context, **given: object) -> None:
    """What a new bureau cannot do without. Raises a usage error."""
    for option in context.command.params:
        if option.name in given and not given[option.name]:
            raise click.MissingParameter(ctx=context, param=option)


def _pattern(text: str) -> tuple[str, str]:
    kind, equals, pattern = text.partition("=")
    if not equals:
        raise BadInput(tr("写作 种类=格式", "write it as KIND=PATTERN"), where=text)
    return kind, pattern


# -- people ------------------------------------------------------------------------------------------
@click.group(cls=Verbs)
def people() -> None:
    """The roster: who may inspect, review, administer."""


@people.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), required=True)
@click.option("--badge", default="", help="Badge number 执法证号 (inspectors need one).")
@click.option("--pin", default="", help="First PIN on this laptop.")
@click.option("--post", default="", help="Post, printed where a paper asks for it.")
@click.option(
    "--device", "devices", type=int, multiple=True, help="Also list the person on this other laptop; repeat. See sync status."
)
@pass_session
def people_add(session: Session, name: str, role: str, badge: str, pin: str, post: str, devices: tuple[int, ...]) -> None:
    """Add a person and list them for this laptop, and others; somebody already known needs only --role and --device."""
    with session.desk(acting=True) as desk:
        person = acts.add_person(desk, name, role, badge, pin, post, devices)
        listed = sorted({desk.store.trust.device, *devices})
    session.emit(
        {"id": str(person), "name": name.strip(), "role": role, "devices": listed},
        tr(
            f"已列入名册：{name}（设备 {'、'.join(map(str, listed))}；别的电脑同步后生效）",
            f"On the roster: {name} (laptops {', '.join(map(str, listed))}; on another one after a sync)",
        ),
    )


@people.command("list")
@pass_session
def people_list(session: Session) -> None:
    """List the roster."""
    with session.desk() as desk:
        rows = [
            {
                "id": str(row["id"]),
                "name": row["name"],
                "role": row["role"],
                "badge_no": row["badge_no"],
                "post": row["post"],
                "here": row["here"],
                "pin": row["pin"],
            }
            for row in acts.people(desk)
        ]
    shown = [{**row, "role": label("role", row["role"])} for row in rows]
    session.emit(
        rows,
        lambda: table(
            shown,
            {
                "id": tr("编号", "id"),
                "name": tr("姓名", "name"),
                "role": tr("角色", "role"),
                "badge_no": tr("执法证号", "badge"),
                "here": tr("可用本机", "this laptop"),
                "pin": tr("已设 PIN", "PIN set"),
            },
            tr("还没有人员", "nobody yet"),
        ),
    )


@people.command("pin")
@click.argument("name")
@click.option("--new", "new", default=None, help="The new PIN (default: asked for).")
@pass_session
def people_pin(session: Session, name: str, new: str | None) -> None:
    """Set a PIN on this laptop (the old one in FIELDAUDIT_PIN, or an administrator with --as)."""
    pin = new if new is not None else secret("FIELDAUDIT_NEW_PIN", tr("新 PIN", "New PIN"))
    with session.desk() as desk:
        person = person_id(desk, name)
        if session.person and person_id(desk, session.person) != person:
            session.sign_in(desk)
        acts.set_pin(desk, person, pin, old=os.environ.get("FIELDAUDIT_PIN"))
    session.emit({"id": str(person)}, tr("PIN 已设置", "PIN set"))


# -- enrolment ---------------------------------------------------------------------------------------
@click.group(cls=Verbs)
def enrol() -> None:
    """Admit a laptop to the bureau, by file."""


@enrol.command("request")
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="Where to write the request.")
@click.option("--label", "device_label", default="laptop", help="What the office calls this laptop.")
@click.option("--unprotected", is_flag=True, help="Keep the key beside the data (demos only).")
@pass_session
def enrol_request(session: Session, out: str, device_label: str, unprotected: bool) -> None:
    """On the new laptop, or in a restored workspace: make its keys and a request; shows the short code to read out."""
    with _asking_workspace(session, unprotected) as workspace:
        request, code = acts.request_enrolment(workspace, device_label)
        write_file(out, request)
    session.emit({"request": out, "code": code}, tr(f"申请：{out}\n短码：{code}", f"Request: {out}\nCode: {code}"))


def _asking_workspace(session: Session, unprotected: bool) -> AbstractContextManager[Workspace]:
    """A new workspace, or the one that is there (restored from a backup, or an old copy)."""
    if (session.workspace / KEY_FILE).exists():
        return session.open()
    passphrase = None if unprotected else secret("FIELDAUDIT_PASSPHRASE", tr("口令", "Passphrase"))
    return new_workspace(session.workspace, passphrase)


@enrol.command("grant")
@click.argument("request_file", type=click.Path(dir_okay=False))
@click.option("--code", default=None, help="The short code shown by the request (default: asked for).")
@click.option("--person", "persons", multiple=True, required=True, help="Who may act on that laptop; repeat.")
@click.option("--district", "districts", multiple=True, help="Districts it carries (default: all); repeat.")
@click.option("--out", required=True, type=click.Path(dir_okay=False), help="Where to write the grant.")
@pass_session
def enrol_grant(
    session: Session, request_file: str, code: str | None, persons: tuple[str, ...], districts: tuple[str, ...], out: str
) -> None:
    """On the bureau's first laptop: check the code, issue certificate, keys and numbers."""
    request = read_file(request_file)
    typed = code if code is not None else secret("FIELDAUDIT_CODE", tr("申请上的短码", "The code shown by the request"))
    must_be_writable(out)
    with session.desk(acting=True) as desk:
        known = {row["name"]: row["scope"] for row in desk.store.find("district")}
        unknown = set(districts) - set(known)
        if unknown:
            raise BadInput(
                tr(f"没有这个旗县市区：{'、'.join(sorted(unknown))}", f"there is no such district: {', '.join(sorted(unknown))}"),
                todo="、".join(known),
            )
        scopes = [known[name] for name in districts or known]
        grant, device = acts.grant_enrolment(desk, request, typed, [person_id(desk, name) for name in persons], scopes)
        write_file(out, grant)
    session.emit({"grant": out, "device": device}, tr(f"已批准为设备 {device}：{out}", f"Granted as device {device}: {out}"))


@enrol.command("accept")
@click.argument("grant_file", type=click.Path(dir_okay=False))
@pass_session
def enrol_accept(session: Session, grant_file: str) -> None:
    """On the new laptop: take the grant; then sync once to get the roster."""
    data = read_file(grant_file)
    with session.desk() as desk:
        device = acts.accept_enrolment(desk.workspace, data)
    session.emit(
        {"device": device}, tr(f"本机已注册为设备 {device}；请先同步一次。", f"This laptop is device {device}; sync once now.")
    )


@enrol.command("revoke")
@click.argument("device", type=int)
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="DISTRICT=SEGMENT",
    help="The last segment that counts (default: all that is here); repeat. Run again with a later one, or all, to raise it.",
)
@pass_session
def enrol_revoke(session: Session, device: int, lines: tuple[str, ...]) -> None:
    """End a lost laptop after what of it is here now, or after --line; new keys for all others."""
    with session.desk(acting=True) as desk:
        words = acts.revoke_device(desk, device, _lines(desk, device, lines))
        last = {str(scope): ordinal for scope, ordinal in sorted(desk.store.trust.revocations[device].last.items())}
    session.emit({"device": device, "revoked": True, "last": last}, words)


def _lines(desk: Desk, device: int, given: tuple[str, ...]) -> dict[Scope, int] | None:
    """scope -> segment of every --line; None without any. Raises BadInput."""
    if not given:
        return None
    if given == ("all",):
        return exchange.last_ordinals(desk.store, device)
    scopes = {row["name"]: Scope(row["scope"]) for row in desk.store.find("district")} | {"全局": COMMON, "common": COMMON}
    found = {}
    for text in given:
        name, _, ordinal = text.rpartition("=")
        if name not in scopes or not (ordinal.isascii() and ordinal.isdecimal() and len(ordinal) <= 8):
            known = "、".join(scopes)
            raise BadInput(
                tr("写作 旗县市区=段号", "write it as DISTRICT=SEGMENT"),
                where=text,
                todo=tr(f"可用：{known}；段号见 quarantine list。", f"Known: {known}; see quarantine list."),
            )
        found[scopes[name]] = int(ordinal)
    return found


# -- institutions ------------------------------------------------------------------------------------
@click.group(cls=Verbs)
def institutions() -> None:
    """The register of homes."""


institutions.add_command(institutions_import)


@institutions.command("list")
@click.option("--text", default="", help="Only homes with this in name, code, address, head or phone, or these pinyin initials.")
@click.option("--district", default="", help="Only homes of this district.")
@pass_session
def institutions_list(session: Session, text: str, district: str) -> None:
    """List the homes."""
    with session.desk() as desk:
        rows = [
            {
                "id": str(row["id"]),
                "name": row["name"],
                "code": row["code"],
                "district": row["district_name"],
                "beds": row["beds"],
                "residents": row["residents"],
                "items": row["items"],
                "open_items": row["open_items"],
            }
            for row in register_acts.listed(desk, text, district)
        ]
    session.emit(
        rows,
        lambda: table(
            rows,
            {
                "id": tr("编号", "id"),
                "name": tr("名称", "name"),
                "district": tr("旗县市区", "district"),
                "beds": tr("床位", "beds"),
                "residents": tr("在住", "residents"),
                "open_items": tr("未销号", "open"),
                "items": tr("隐患", "hazards"),
            },
            tr("还没有机构；用 institutions import 导入名册。", "no homes yet; import a register with institutions import."),
        ),
    )


@institutions.command("show")
@click.argument("institution")
@pass_session
def institutions_show(session: Session, institution: str) -> None:
    """Show a home (id, name or code) with its inspections."""
    with session.desk() as desk:
        row = register_acts.find(desk, institution)
        district = desk.store.get("district", RowId(row["district"])) if row["district"] else None
        inspections = queries.inspections(desk.store, institution=RowId(row["id"]))
        merged = queries.merged_rows(desk.store, RowId(row["id"]))
    data = {
        "id": str(row["id"]),
        **{
            name: row[name]
            for name in (
                "name",
                "code",
                "address",
                "legal_rep",
                "head",
                "phone",
                "beds",
                "residents",
                "grade",
                "lon",
                "lat",
            )
        },
        "district": district["name"] if district else None,
        "extra": json.loads(row["extra_json"] or "{}"),
        "merged": [{"id": str(each["id"]), "name": each["name"], "reason": each["void"]} for each in merged],
        "inspections": [{"id": str(each["id"]), "number": each["number"], "state": each["state"]} for each in inspections],
    }
    session.emit(data, lambda: _home_text(data))


def _home_text(data: dict[str, Any]) -> str:
    colon = tr("：", ": ")
    shown = {column_word(name): value for name, value in data.items() if name not in ("id", "extra", "merged", "inspections")}
    lines = [fields({tr("编号", "id"): data["id"], **shown})]
    lines += [f"{name}{colon}{value}" for name, value in data["extra"].items()]
    word = tr("并入", "merged into it")
    lines += [f"{word} {each['id']} {each['name']}  {each['reason'] or ''}".rstrip() for each in data["merged"]]
    lines += [
        f"{tr('检查', 'inspection')} {each['number']}  {label('inspection_state', each['state'])}" for each in data["inspections"]
    ]
    return "\n".join(lines)


# -- numbers ------------------------------------------------------------------------------------------
@click.group(cls=Verbs)
def numbers() -> None:
    """Document numbers: leases to laptops and what became of them."""


@numbers.command("lease")
@click.option("--device", type=int, required=True, help="Number of the laptop.")
@click.option("--kind", type=click.Choice(list(DOCUMENT_KINDS)), default="notice", show_default=True)
@click.option("--year", type=int, default=None, help="Year (default: this one).")
@click.option("--count", type=int, default=acts.LEASE_BLOCK, show_default=True)
@pass_session
def numbers_lease(session: Session, device: int, kind: str, year: int | None, count: int) -> None:
    """Lease the next block of numbers to a laptop (on the bureau's first laptop)."""
    with session.desk(acting=True) as desk:
        first, last = acts.lease(desk, device, kind, year or local_date(desk.now).year, count)
    session.emit(
        {"device": device, "kind": kind, "first": first, "last": last},
        tr(f"设备 {device}：{first}–{last}", f"device {device}: {first}-{last}"),
    )


@numbers.command("list")
@click.option("--kind", type=click.Choice(list(DOCUMENT_KINDS)), default="notice", show_default=True)
@click.option("--year", type=int, default=None, help="Year (default: this one).")
@pass_session
def numbers_list(session: Session, kind: str, year: int | None) -> None:
    """The number register: leased, issued, void, unused."""
    with session.desk() as desk:
        rows = [
            {"id": str(row["id"]), **{name: row[name] for name in ("device", "first", "last", "issued", "voided", "unused")}}
            for row in acts.number_register(desk, kind, year or local_date(desk.now).year)
        ]
    session.emit(
        rows,
        lambda: table(
            rows,
            {
                "device": tr("设备", "device"),
                "first": tr("起", "first"),
                "last": tr("止", "last"),
                "issued": tr("已用", "issued"),
                "voided": tr("作废", "void"),
                "unused": tr("未用", "unused"),
            },
            tr("还没有分配文号", "no numbers leased"),
        ),
    )
