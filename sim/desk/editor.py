"""The text of a scenario file, checked while somebody types; Streamlit's own text area waits until it is left."""

from __future__ import annotations

import streamlit as st

from sim.base.message import said
from sim.desk.desk import careful, trouble
from sim.desk.drafts import Draft

PAUSE = 500
"""Time without a key after which the text is looked at [ms]."""
HTML = """<label for="text"></label>
<div><pre aria-hidden="true"></pre><textarea id="text" spellcheck="false" autocapitalize="off"></textarea></div>"""
CSS = """
label { display: block; font: 14px var(--st-font); color: var(--st-text-color); margin-bottom: 4px; }
div { position: relative; }
textarea, pre { font: 14px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; box-sizing: border-box;
  padding: 8px; border: 1px solid transparent; margin: 0; color: var(--st-text-color); }
textarea { display: block; width: 100%; min-height: 30rem; padding-left: 4ch; resize: vertical; tab-size: 2;
  white-space: pre; overflow: auto; border-radius: 6px; background: var(--st-secondary-background-color);
  border-color: var(--st-border-color); }
pre { position: absolute; top: 0; bottom: 0; left: 0; width: 4ch; padding-right: 1ch; overflow: hidden;
  text-align: right; border-radius: 6px 0 0 6px; pointer-events: none;
  background: var(--st-secondary-background-color) padding-box;
  color: color-mix(in srgb, var(--st-text-color) 75%, transparent); }
textarea:focus { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""
JS = """
export default function ({ parentElement, data, setStateValue }) {
  const area = parentElement.querySelector("textarea");
  const gutter = parentElement.querySelector("pre");
  const number = () => {
    gutter.textContent = area.value.split("\\n").map((_, n) => n + 1).join("\\n");
    gutter.scrollTop = area.scrollTop;
  };
  parentElement.querySelector("label").textContent = data.label;
  const known = data.text === area.dataset.told || data.text === area.dataset.base;
  const typing = area.dataset.typed !== undefined && area.dataset.file === data.file && known;
  if (!typing) { area.value = data.text; delete area.dataset.typed; }
  number();
  area.onscroll = () => { gutter.scrollTop = area.scrollTop; };
  area.dataset.file = data.file;
  area.dataset.base = data.text;
  let timer;
  const tell = () => {
    clearTimeout(timer);
    area.dataset.told = area.value;
    setStateValue("text", { file: data.file, text: area.value, base: data.text });
  };
  if (typing && area.value !== data.text) timer = setTimeout(tell, data.pause);
  area.oninput = () => {
    number();
    area.dataset.typed = "1";
    clearTimeout(timer);
    timer = setTimeout(tell, data.pause);
  };
  area.onblur = () => { if (area.dataset.typed) { tell(); delete area.dataset.typed; } };
  return () => clearTimeout(timer);
}
"""


def editor(draft: Draft, option: str, label: str) -> None:
    """The text of an option's file; half a second after the last key it is kept, and the page is written anew."""
    name = f"yaml/{draft.name}/{option}"

    def keep() -> None:
        told = st.session_state[name].get("text")
        if told and told["file"] == name:
            typed(draft, option, told["text"], told["base"])

    _component()(key=name, data={"text": draft.text(option), "file": name, "label": label, "pause": PAUSE},
                 on_text_change=keep, height="content")


def typed(draft: Draft, option: str, text: str, base: str) -> None:
    """Keep what was typed over the text `base`, unless another tab, or a control, has changed the file meanwhile."""
    now = draft.text(option)
    if now == text:
        return
    if now != base:
        trouble(said("the file was changed elsewhere meanwhile; it stands here as it is now, and what you "
                     "typed was not kept"))
    else:
        careful(draft.write)(option, text)


@st.cache_resource(show_spinner=False)
def _component() -> st.components.v2.types.ComponentRenderer:
    return st.components.v2.component("livesim_editor", html=HTML, css=CSS, js=JS)
