"""Ask: options side by side, each a plan on one timeline; what it says is what the file beside it says."""

from __future__ import annotations

import streamlit as st

from sim.base.errors import LivesimError
from sim.desk import drafts
from sim.desk.asking import EXTRAS, SIZES, Asking, asked, unready
from sim.desk.controls import Field, text_field
from sim.desk.desk import Desk, choose, chosen, go
from sim.desk.drafts import BASELINE, Draft
from sim.desk.editor import editor
from sim.desk.pages.outcomes import decides
from sim.desk.pages.strategy import add_strategy, strategies
from sim.desk.pages.world import world
from sim.desk.timeline import timeline_chart
from sim.reports.names import scenario_name
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.plan import Scenario
from sim.scenario.show import summary


def show(desk: Desk) -> None:
    """Write the page."""
    st.header(desk.say("ask.title"))
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
        names = list(found)
        picked = columns[0].selectbox(desk.say("ask.draft"), names, index=names.index(str(name)))
        name = picked
    choose("plan", name)
    with columns[1].popover(desk.say("ask.new"), width="stretch"):
        _new(desk)
    draft = found.get(str(name))
    if draft is not None:
        with columns[2].popover(desk.say("ask.duplicate"), width="stretch"):
            _copy(desk, draft)
        with columns[3].popover(desk.say("ask.delete"), width="stretch"):
            st.write(desk.say("ask.delete_sure", name=draft.name))
            st.button(desk.say("ask.delete_yes"), on_click=_deleted, args=(desk, draft), key="delete draft")
    return draft


def _new(desk: Desk) -> None:
    """A new draft, empty or from stories."""
    with st.form("new draft"):
        name = st.text_input(desk.say("ask.name"), help=desk.say("ask.name_help"))
        stories = st.multiselect(desk.say("ask.stories"), [one for one in builtin_scenarios() if one != BASELINE],
                                 max_selections=drafts.MOST, help=desk.say("ask.stories_help"),
                                 format_func=lambda one: _story(one, desk))  # fmt: skip
        if st.form_submit_button(desk.say("ask.make")):
            choose("plan", drafts.new(desk.workspace, name.strip(), stories).name)
            st.rerun()


def _story(name: str, desk: Desk) -> str:
    """A story's name with the question it asks."""
    question = load_scenario(name).question
    return f"{scenario_name(name, desk.lang)}: {question.get(desk.lang) or next(iter(question.values()), '')}"


def _copy(desk: Desk, draft: Draft) -> None:
    with st.form("copy draft"):
        name = st.text_input(desk.say("ask.name"), f"{draft.name}_2", help=desk.say("ask.name_help"))
        if st.form_submit_button(desk.say("ask.make")):
            choose("plan", drafts.duplicate(desk.workspace, draft, name.strip()).name)
            st.rerun()


def _deleted(desk: Desk, draft: Draft) -> None:
    drafts.delete(desk.workspace, draft)
    choose("plan", None)


def _option(desk: Desk, draft: Draft) -> str:
    """The option that is worked on, or the baseline; an option can be added."""
    names, key = [BASELINE, *draft.options], f"option/{draft.name}"
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[min(1, len(names) - 1)]
    columns = st.columns([5, 1], vertical_alignment="bottom")
    marked = {name: " ⚠" if draft.wrong(name, desk.lang) else "" for name in names}
    option = columns[0].segmented_control(
        desk.say("ask.options"), names, key=key, required=True, help=desk.say("ask.options_help", most=drafts.MOST),
        format_func=lambda name: scenario_name(name, desk.lang) + marked.get(name, ""))  # fmt: skip
    with columns[1].popover(desk.say("ask.add_option"), width="stretch", disabled=len(names) > drafts.MOST):
        _add_option(desk, draft, key)
    return option or BASELINE


def _add_option(desk: Desk, draft: Draft, key: str) -> None:
    """A form that adds an option: empty, from a story, or a copy of another one."""
    with st.form("new option"):
        name = st.text_input(desk.say("ask.option_name"), help=desk.say("ask.name_help"))
        sources = ["", *draft.options, *(one for one in builtin_scenarios() if one not in (BASELINE, *draft.options))]
        source = st.selectbox(desk.say("ask.start_from"), sources, format_func=lambda one:
                              scenario_name(one, desk.lang) if one else desk.say("ask.empty"))  # fmt: skip
        if st.form_submit_button(desk.say("ask.make")):
            drafts.start(draft, name.strip() or source, source)
            st.session_state[f"{key} next"] = name.strip() or source
            st.rerun()


def _form(desk: Desk, draft: Draft, option: str, wrong: list[str]) -> None:
    """What an option says, as controls."""
    fields = Field(draft, option)
    if option == BASELINE:
        world(desk, fields)
    else:
        text_field(fields.at("question", desk.lang), desk.say("ask.question"), desk.say("ask.question_help"))
        _buttons(desk, draft, option)
    scenario = None if wrong else load_scenario(str(draft.path(option)), judged=False)
    st.subheader(desk.say("ask.struck" if option == BASELINE else "ask.strategies"))
    if scenario is not None and scenario.strategies:
        st.altair_chart(timeline_chart(scenario, desk.lang))
    strategies(desk, fields, scenario, wrong)
    if st.button(desk.say("ask.add_strategy"), type="secondary", icon=":material/add:"):
        add_strategy(desk, fields)
    if option != BASELINE:
        decides(desk, fields)


def _buttons(desk: Desk, draft: Draft, option: str) -> None:
    """Copy or remove the option."""
    copy, remove, _ = st.columns([1, 1, 3])
    free = next(f"{option}_{n}" for n in range(2, 100) if not draft.path(f"{option}_{n}").exists())
    copy.button(desk.say("ask.copy_option"), on_click=draft.duplicate, args=(option, free), width="stretch",
                disabled=len(draft.options) >= drafts.MOST)  # fmt: skip
    remove.button(desk.say("ask.remove_option"), on_click=draft.remove, args=(option,), width="stretch")


def _told(wrong: list[str], right: str) -> None:
    """What is wrong with a file, or that nothing is."""
    if wrong:
        st.error("\n\n".join(line.replace("[", "\\[") for line in wrong))
    else:
        st.success(right)


def _side_by_side(desk: Desk, draft: Draft) -> None:
    """All options in words, beside each other."""
    with st.expander(desk.say("ask.side_by_side")):
        if not draft.options:
            st.write(desk.say("ask.no_option"))
            return
        for column, option in zip(st.columns(len(draft.options)), draft.options, strict=True):
            column.markdown(f"**{scenario_name(option, desk.lang)}**")
            column.text("\n".join(_words(draft, option, desk.lang)))


def _words(draft: Draft, option: str, lang: str) -> list[str]:
    """An option in words, or what is wrong with it."""
    try:
        scenario: Scenario = load_scenario(str(draft.path(option)))
    except LivesimError:
        return draft.wrong(option, lang)
    return summary(scenario, lang)


def _run(desk: Desk, draft: Draft) -> None:
    """How large, what besides, and the button that asks."""
    st.subheader(desk.say("ask.run"))
    size = st.radio(desk.say("ask.size"), list(SIZES), horizontal=True, help=desk.say("ask.size_help"),
                    format_func=lambda one: desk.say(f"ask.sizes.{one}"),
                    captions=[desk.say(f"ask.good_for.{one}") for one in SIZES])  # fmt: skip
    extras = [name for name in EXTRAS if st.checkbox(desk.say(f"ask.extras.{name}"), key=f"extra {name}")]
    wrong = unready(draft, desk.lang)
    if wrong:
        st.error("\n\n".join(line.replace("[", "\\[") for line in wrong))
    if st.button(desk.say("ask.go"), type="primary", disabled=bool(wrong), icon=":material/play_arrow:"):
        choose("answer", asked(desk.workspace, draft, Asking(size, extras, desk.lang)).name)
        go("run")
