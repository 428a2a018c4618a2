"""Functions of selects and translations. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "Select Functions", "Translation Functions". A list is texts with white space
between, around and repeated as it likes.
"""

from __future__ import annotations

from ...i18n import tr
from .dialect import Value, to_string
from .registry import number_of, register, words_of
from .world import Context


@register("selected", 2, None, tr("是否选了某项", "whether a choice is among the selected"))
def _selected(context: Context, chosen: Value, choice: Value) -> Value:
    """Blank is selected where nothing is, as in Collect and Enketo: selected(${q}, '') asks for an unanswered question."""
    names, name = words_of(chosen), to_string(choice).strip()
    return name in names or not (name or names)


register("count-selected", 1, None, tr("选了几项", "how many choices are selected"))(
    lambda context, chosen: float(len(words_of(chosen))))


@register("selected-at", 2, None, tr("第几个选中的项，从0起", "the selected choice at a 0-based place"))
def _selected_at(context: Context, chosen: Value, index: Value) -> Value:
    """Blank for a place there is not, negative or no number; a fraction of it is dropped."""
    names, at = words_of(chosen), number_of(context, index)
    return names[int(at)] if 0 <= at < len(names) else ""


@register("jr:choice-name", 2, None, tr("选项的显示文字，按记录的语言", "the label of a choice, in the record's language"))
def _choice_name(context: Context, value: Value, question: Value) -> Value:
    """Of several choices the labels with commas between, as in Enketo; the spec speaks of one."""
    path, whole = to_string(question).strip(), to_string(value).strip()
    one = context.world.choice_label(path, whole, context.current)  # the name of one choice may hold spaces
    if one or len(names := words_of(value)) < 2:
        return one
    return ", ".join(filter(None, (context.world.choice_label(path, name, context.current) for name in names)))


register("jr:itext", 1, None, tr("按名取表单的译文", "a translated text of the form, by id"))(
    lambda context, text_id: context.world.translated(to_string(text_id)))
