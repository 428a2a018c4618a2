"""The desk: an open workspace, the person at it and the time; shared by every act.

Owns finding rows by what a person types (an id, a name, a number) and the refusals for what is not found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..domain.calendar import is_time, local_date, local_datetime
from ..domain.citations import Law
from ..domain.core import COMMON, DEVICE_SHIFT, Change, Commit, RowId, Scope
from ..domain.terms import label
from ..errors import BadInput, NotAllowed
from ..evidence.blobs import BlobStore
from ..i18n import Text, tr
from ..store import Store, Workspace, queries

Row = dict[str, Any]

LATE_MS = 60_000  # what was seen so much before it was entered is entered late (补录)
LONG_AGO_DAYS = 30  # entering something later than that is more likely a slip of the keyboard

ROW_WORDS = {
    "institution": tr("机构", "institution"),
    "inspection": tr("检查", "inspection"),
    "item": tr("整改项", "plan item"),
    "notice": tr("通知书", "notice"),
    "person": tr("人员", "person"),
    "district": tr("旗县市区", "district"),
    "form": tr("检查表", "form"),
    "answer": tr("回答", "answer"),
    "attachment": tr("附件", "attachment"),
    "annotation": tr("照片标注", "shape on a photo"),
    "signature": tr("签字", "signature"),
    "inspection_event": tr("检查环节", "step of the inspection"),
    "remark": tr("审核意见", "remark"),
    "item_question": tr("检查项与整改项", "question of an item"),
    "notice_item": tr("通知书所列隐患", "item of a notice"),
    "service": tr("送达", "service"),
    "paper": tr("文书", "paper"),
    "wording": tr("文书用语", "words of a paper"),
}


@dataclass
class Desk:
    """Who acts where and when. `now` in ms; `person` is None for reading only."""

    workspace: Workspace
    now: int
    person: RowId | None = None
    observed_at: int | None = None
    told: list[Text] = field(default_factory=list)  # what the person should know although the act was done
    blobs: BlobStore = field(init=False)

    def __post_init__(self) -> None:
        self.blobs = BlobStore(self.workspace.blobs, self.store.trust)

    @property
    def store(self) -> Store:
        """The workspace's database."""
        return self.workspace.store

    @property
    def seen_at(self) -> int:
        """When what is being recorded was seen, ms: now unless it is entered later."""
        return self.now if self.observed_at is None else self.observed_at

    def actor(self) -> RowId:
        """The person acting. Raises NotAllowed when nobody signed in."""
        if self.person is None:
            raise NotAllowed(
                tr("要先说明由谁办理", "somebody must do this in person"),
                todo=tr("用 --as 姓名，并设置 FIELDAUDIT_PIN。", "Use --as NAME and set FIELDAUDIT_PIN."),
            )
        return self.person

    def role(self) -> str:
        """The role of the person acting, as this device's certificate lists it."""
        certificate = self.store.trust.latest(self.store.trust.device)
        role = dict(certificate.people).get(self.actor(), "") if certificate else ""
        if not role:
            person = self.store.get("person", self.actor())
            raise NotAllowed(
                tr(
                    f"本机证书没有列出{person['name'] if person else ''}",
                    f"this laptop's certificate does not list {person['name'] if person else 'this person'}",
                ),
                todo=tr("请管理员在建局的电脑上为此人授权本机。", "Ask the admin to list this person for this laptop."),
            )
        return role

    def commit(self, scope: Scope, verb: str, changes: Iterable[Change | None]) -> Commit:
        """One act by the person at the desk. Raises BadInput when it says it was seen in the future."""
        if self.observed_at is not None:
            not_later_than_now(self, self.observed_at)
            self._tell_long_ago(self.observed_at)
        return self.store.commit(scope, verb, self.actor(), changes, self.now, self.seen_at)[0]

    def _tell_long_ago(self, seen: int) -> None:
        days = (self.now - seen) // (24 * 3600 * 1000)
        words = tr(f"补录 {days} 天前的事，请核对日期", f"entered {days} days after it was seen: check the date")
        if days > LONG_AGO_DAYS and words not in self.told:
            self.told.append(words)

    def not_before(self, day: date | None, what: Text) -> None:
        """Refuse an act said to have been seen before the day of what it rests on. Raises BadInput."""
        if self.observed_at is not None and day is not None and local_date(self.observed_at) < day:
            raise BadInput(
                Text(f"早于{what.zh}（{day}）", f"it lies before {what.en} ({day})"),
                where=local_time(self.observed_at),
                todo=tr("核对 --seen 的时间。", "Check the time given with --seen."),
            )

    def officer(self, person: RowId | int) -> Row:
        """A second person of an inspection, a service or a reinspection: another one, who may inspect.

        Raises BadInput, NotAllowed.
        """
        row = self.row("person", person)
        if row["id"] == self.actor():
            raise NotAllowed(
                tr("须由两人进行，第二人不能是本人", "it takes two people: the second cannot be oneself"), where=str(row["name"])
            )
        if row["role"] not in ("inspector", "supervisor"):
            raise NotAllowed(
                tr("第二人须是检查员或科室负责人", "the second person must be an inspector or a supervisor"), where=str(row["name"])
            )
        return row

    # -- finding ---------------------------------------------------------------------------------
    def row(self, table: str, wanted: RowId | int | str) -> Row:
        """A live row by id; of merged homes the one that is kept. Raises BadInput naming what was asked for."""
        word = ROW_WORDS.get(table, tr(table, table))
        id_ = as_row_id(wanted)
        row = None if id_ is None else queries.home(self.store, id_) if table == "institution" else self.store.get(table, id_)
        if row is None:
            raise BadInput(
                Text(f"没有这个{word.zh}：{wanted}", f"there is no such {word.en}: {wanted}"),
                todo=tr("用对应的 list 命令查看编号。", "See the ids with the list verb."),
            )
        if row["void"] is not None:
            raise NotAllowed(
                Text(f"这个{word.zh}已作废：{row['void']}", f"this {word.en} is void: {row['void']}"), where=str(wanted)
            )
        return row

    def named(self, table: str, wanted: str) -> Row:
        """A live row by id or exact name. Raises BadInput for none or several."""
        if (as_row_id(wanted) or 0) >= 1 << DEVICE_SHIFT:
            return self.row(table, wanted)
        name = wanted.strip()
        found = queries.homes_called(self.store, name) if table == "institution" else self.store.find(table, name=name)
        if len(found) == 1:
            return found[0]
        word = ROW_WORDS.get(table, tr(table, table))
        if not found:
            raise BadInput(
                Text(f"没有叫“{wanted}”的{word.zh}", f"there is no {word.en} called “{wanted}”"),
                todo=tr("用对应的 list 命令查看；新电脑要先同步一次。", "See the list verb; a new laptop must sync once first."),
            )
        raise BadInput(
            Text(
                f"有 {len(found)} 个叫“{wanted}”的{word.zh}，请用编号", f"{len(found)} {word.en}s are called “{wanted}”: use the id"
            ),
            todo=", ".join(str(row["id"]) for row in found),
        )

    def scope_of(self, institution: RowId) -> Scope:
        """The scope of a home: its district's."""
        home = self.row("institution", institution)
        return self.district_scope(RowId(home["district"]))

    def district_scope(self, district: RowId) -> Scope:
        """The scope number of a district row."""
        row = self.store.get("district", district)
        if row is None:
            raise BadInput(tr("机构所属的旗县市区还没有同步到本机", "the home's district has not reached this laptop yet"))
        return Scope(row["scope"])

    def bureau(self) -> Row:
        """The bureau's own row. Raises BadInput before the first sync of a new laptop."""
        found = self.store.find("bureau")
        if not found:
            raise BadInput(
                tr("本机还没有本局资料", "this laptop does not know its bureau yet"),
                todo=tr("先同步一次：fieldaudit sync folder 文件夹。", "Sync once: fieldaudit sync folder DIR."),
            )
        return found[0]

    def laws(self) -> dict[str, Law]:
        """short name -> law."""
        return {
            row["short"]: Law(row["short"], row["title"], row["number"] or "", row["in_force"] or "", row["checked"] or "")
            for row in self.store.find("law")
        }

    def name_of(self, person: RowId | int | None) -> str:
        """A person's name ("" for nobody)."""
        row = self.store.get("person", RowId(person)) if person else None
        return row["name"] if row else ""

    def seal(self) -> None:
        """Seal what was recorded so far: after finish, issue, serve, approve and clear."""
        self.store.seal()


def not_later_than_now(desk: Desk, at: int) -> None:
    """Refuse a time in the future or one that no calendar of ours reaches. Raises BadInput."""
    if not is_time(at):
        raise BadInput(
            tr("时间不合理", "the time is not a reasonable one"), todo=tr("写作 2026-11-25T09:20。", "Write 2026-11-25T09:20.")
        )
    if at > desk.now:
        raise BadInput(
            tr("时间在将来", "the time lies in the future"),
            where=local_time(at),
            todo=tr("核对时间和本机时钟。", "Check the time and this laptop's clock."),
        )


def local_time(ms: int) -> str:
    """A moment as people read it: 2026-11-25 09:20 (UTC+8)."""
    return local_datetime(ms).strftime("%Y-%m-%d %H:%M")


def as_row_id(wanted: RowId | int | str) -> RowId | None:
    """A row's id as typed, or None for what cannot be one (no number, or beyond 63 bits)."""
    text = str(wanted).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    return RowId(int(text)) if 0 < int(text) < 1 << 63 else None


def known_device(desk: Desk, device: int) -> None:
    """Refuse a device number nobody has. Raises BadInput."""
    if device not in desk.store.trust.certificates:
        known = ", ".join(map(str, sorted(desk.store.trust.certificates)))
        raise BadInput(
            tr(f"没有编号为 {device} 的设备", f"there is no device {device}"),
            todo=tr(f"已知设备：{known}（见 sync status）。", f"Known devices: {known} (see sync status)."),
        )


def role_word(role: str) -> str:
    """A role in the language in use."""
    return str(label("role", role))


__all__ = [
    "COMMON", "LATE_MS", "ROW_WORDS", "Desk", "Row", "as_row_id", "known_device", "local_time", "not_later_than_now", "role_word",
]  # fmt: skip
