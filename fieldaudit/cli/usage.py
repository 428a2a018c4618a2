"""How a line that cannot be understood is told: in the language in use, with the verb's own usage.

Owns the command class of every verb, which also refuses an option given twice: the last one would win unseen.
"""

from __future__ import annotations

import click
from click import exceptions

from ..i18n import Text, tr


class Verb(click.Command):
    """A command whose single options may be given once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        refuse_twice(self, ctx, args)
        return super().parse_args(ctx, args)


def refuse_twice(command: click.Command, context: click.Context, words: list[str]) -> None:
    """Raises UsageError for an option given twice that takes one value."""
    single = {name: each for each in command.params if isinstance(each, click.Option) and not each.multiple for name in each.opts}
    seen: set[str | None] = set()
    queue = list(words)
    while queue:
        word = queue.pop(0)
        name, equals, _ = word.partition("=")
        if word == "--":
            return
        option = single.get(name)
        if option is None:
            many = next((each for each in command.params if isinstance(each, click.Option) and name in each.opts), None)
            if many is not None and not equals and queue:
                queue.pop(0)  # its value may look like an option
            continue
        if option.name in seen:
            raise click.UsageError(str(tr(f"选项 {name} 只能写一次", f"option {name} may be given once")), context)
        seen.add(option.name)
        if not option.is_flag and not equals and queue:
            queue.pop(0)


class Verbs(click.Group):
    """A group of verbs."""

    command_class = Verb
    group_class = type


class Root(Verbs):
    """The program: its own options too may be given once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        leading = args[: next((n for n, word in enumerate(args) if word in self.commands), len(args))]
        rest = super().parse_args(ctx, list(args))  # first, so that --lang holds for what is said here
        refuse_twice(self, ctx, leading)
        return rest


def usage_text(error: click.UsageError) -> str:
    """What is wrong with the line, and the usage of the verb."""
    said = str(_said(error))
    if error.ctx is None:
        return said
    verb, usage = error.ctx.command_path, " ".join(error.ctx.command.collect_usage_pieces(error.ctx))
    return "\n".join(
        (
            str(tr(f"命令写法不对：{said}", f"Wrong usage: {said}")),
            str(tr(f"写法：{verb} {usage}", f"Write: {verb} {usage}")),
            str(tr(f"详见 {verb} --help。", f"See {verb} --help.")),
        )
    )


def _said(error: click.UsageError) -> Text:
    english = error.format_message()
    if isinstance(error, exceptions.MissingParameter):
        name = _name(error)
        return Text(f"缺少 {name}", f"{name} is missing")
    if isinstance(error, exceptions.NoSuchOption):
        if error.option_name[1:2].isdigit():
            return tr("负数写作 检查项=-4", "write a negative number as QUESTION=-4")
        near = "、".join(error.possibilities or ())
        return Text(f"没有选项 {error.option_name}" + (f"，是否指 {near}？" if near else ""), english)
    if isinstance(error, exceptions.BadOptionUsage):
        return Text(f"选项 {error.option_name} 缺少值", english)
    if isinstance(error, exceptions.BadParameter):
        return Text(f"{_name(error)} 的值不能用{_choices(error)}", english)
    if english.startswith("No such command"):
        return Text("没有命令" + english.removeprefix("No such command").rstrip("."), english)
    if english.startswith("Got unexpected extra argument"):
        return Text(
            "多出的参数：" + english.partition("(")[2].partition("(")[2].rstrip(")")
            if english.count("(") > 1
            else "多出的参数：" + english.partition("(")[2].rstrip(")"),
            english,
        )
    if english.startswith("Missing command"):
        return Text("缺少命令", english)
    return Text(str(error.message), str(error.message))


def _name(error: exceptions.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.make_metavar(error.ctx) if parameter is not None and error.ctx is not None else "?"


def _choices(error: exceptions.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return "，可用：" + "、".join(map(str, kind.choices))
    if isinstance(kind, click.Path):
        return "：是文件夹，不是文件" if "is a directory" in error.message else "：是文件，不是文件夹"
    return "，应为整数" if kind is click.INT else "，应为数字" if kind is click.FLOAT else f"：{error.message}"
