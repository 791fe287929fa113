"""Ask: options side by side, each a plan on one timeline; what it says is what the file beside it says."""

from __future__ import annotations

import streamlit as st

from sim.desk import drafts
from sim.desk.asking import Asking, asked, unready
from sim.desk.controls import FileField, follow
from sim.desk.desk import Desk, careful, choose, chosen, go
from sim.desk.drafts import BASELINE, Draft
from sim.desk.editor import editor
from sim.desk.pages.making import copied_draft, deleted_draft, new_draft, new_option, renamed_option
from sim.desk.pages.outcomes import decides
from sim.desk.pages.strategy import add_strategy, strategies
from sim.desk.pages.world import world
from sim.desk.sizing import sized
from sim.desk.timeline import timeline_chart
from sim.desk.words import plain
from sim.reports.names import scenario_name


def show(desk: Desk) -> None:
    """Write the page."""
    st.title(desk.say("ask.title"), anchor=False)
    draft = _draft(desk)
    if draft is None:
        st.info(desk.say("ask.none"))
        return
    option = _option(desk, draft)
    form, text = st.columns([3, 2], gap="large")
    wrong = draft.wrong(option, desk.lang)
    with form:
        _form(desk, draft, option, wrong)
    with text:
        st.subheader(desk.say("ask.yaml"))
        _told(wrong, desk.say("ask.right"))
        editor(draft, option, desk.say("ask.editor"))
        st.caption(desk.say("ask.both_ways"))
    _side_by_side(desk, draft)
    _run(desk, draft)


def _draft(desk: Desk) -> Draft | None:
    """The draft that is worked on, chosen, new or copied; None where there is none."""
    found = {draft.name: draft for draft in drafts.drafts(desk.workspace)}
    name = chosen("plan")
    if name not in found:
        name = next(iter(found), None)
    columns = st.columns([3, 1, 1, 1], vertical_alignment="bottom")
    if found:
        name = columns[0].selectbox(desk.say("ask.draft"), list(found), index=list(found).index(str(name)))
    choose("plan", name)
    draft = found.get(str(name))
    if columns[1].button(desk.say("ask.new"), key="new draft", width="stretch",
                         type="secondary" if found else "primary"):  # fmt: skip
        new_draft(desk)
    if draft is not None:
        if columns[2].button(desk.say("ask.duplicate"), key="copy draft", width="stretch"):
            copied_draft(desk, draft)
        if columns[3].button(desk.say("ask.delete"), key="delete draft", width="stretch"):
            deleted_draft(desk, draft)
    return draft


def _option(desk: Desk, draft: Draft) -> str:
    """The option that is worked on, or the baseline; an option can be added."""
    names, key = [BASELINE, *draft.options], f"option/{draft.name}"
    wished = st.session_state.pop(f"{key}/next", None)  # a control that stands already cannot be set
    if wished in names:
        st.session_state[key] = wished
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[min(1, len(names) - 1)]
    columns = st.columns([5, 1], vertical_alignment="bottom")
    marked = {name: " ⚠" if draft.wrong(name, desk.lang) else "" for name in names}
    option = columns[0].segmented_control(
        desk.say("ask.options"), names, key=key, required=True, help=desk.say("ask.options_help", most=drafts.MOST),
        format_func=lambda name: scenario_name(name, desk.lang) + marked.get(name, ""))  # fmt: skip
    if columns[1].button(desk.say("ask.add_option"), key="new option", width="stretch",
                         disabled=len(names) > drafts.MOST):  # fmt: skip
        new_option(desk, draft)
    return option or BASELINE


def _form(desk: Desk, draft: Draft, option: str, wrong: list[str]) -> None:
    """What an option says, as controls."""
    fields = FileField(draft, option)
    if option == BASELINE:
        world(desk, fields)
    else:
        _question(desk, fields)
        _buttons(desk, draft, option)
    scenario = None if wrong else draft.scenario(option)
    st.subheader(desk.say("ask.struck" if option == BASELINE else "ask.strategies"))
    if scenario is not None and scenario.strategies:
        st.altair_chart(timeline_chart(scenario, desk.lang))
    strategies(desk, fields, scenario, wrong)
    if st.button(desk.say("ask.add_strategy"), type="secondary", icon=":material/add:"):
        add_strategy(desk, fields)
    if option != BASELINE:
        decides(desk, fields)


def _question(desk: Desk, fields: FileField) -> None:
    """What the option asks; who changes it in one language takes away what it asked in the other."""
    field = fields.at("question", desk.lang)

    def asked_anew() -> None:
        words = st.session_state[field.key].strip()
        fields.at("question").put({desk.lang: words} if words else None)

    follow(field.key, str(field.value or ""))
    st.text_input(desk.say("ask.question"), key=field.key, help=desk.say("ask.question_help"), on_change=asked_anew)


def _buttons(desk: Desk, draft: Draft, option: str) -> None:
    """Copy or remove the option."""
    copy, rename, remove, _ = st.columns([1, 1, 1, 1])
    copy.button(desk.say("ask.copy_option"), key="copy option", on_click=careful(draft.duplicate), width="stretch",
                args=(option, drafts.free_name(draft, option)),
                disabled=len(draft.options) >= drafts.MOST)  # fmt: skip
    if rename.button(desk.say("ask.rename_option"), key="rename option", width="stretch"):
        renamed_option(desk, draft, option)
    with remove.popover(desk.say("ask.remove_option"), width="stretch", key="remove option"):
        st.write(desk.say("ask.remove_sure", name=scenario_name(option, desk.lang)))
        st.button(desk.say("ask.delete_yes"), key="remove option yes", on_click=careful(draft.remove), args=(option,))


def _told(wrong: list[str], right: str = "") -> None:
    """What is wrong, or that nothing is, where there is a word for that."""
    if wrong:
        st.error("\n\n".join(map(plain, wrong)))
    elif right:
        st.success(right)


def _side_by_side(desk: Desk, draft: Draft) -> None:
    """All options in words, beside each other."""
    with st.expander(desk.say("ask.side_by_side")):
        if not draft.options:
            st.write(desk.say("ask.no_option"))
            return
        for column, option in zip(st.columns(len(draft.options)), draft.options, strict=True):
            column.markdown(f"**{scenario_name(option, desk.lang)}**")
            column.text("\n".join(draft.words(option, desk.lang)))


def _run(desk: Desk, draft: Draft) -> None:
    """How large, what besides, and the button that asks."""
    st.subheader(desk.say("ask.run"))
    how = sized(desk, "ask", Asking())
    wrong = unready(draft, desk.lang)
    _told(wrong)
    pressed = st.button(desk.say("ask.go"), key="go", type="primary", disabled=bool(wrong),
                        icon=":material/play_arrow:")  # fmt: skip
    if pressed and not wrong:  # a page that is being written shows the button of the page before
        choose("answer", asked(desk.workspace, draft, how).name)
        go("run")
