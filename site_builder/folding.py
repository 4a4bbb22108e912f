"""Words put into a template when it is compiled, not each time a page is made.

A template of ours speaks one language, so `_("Map")|ruby` is the same text on each of
thirty thousand pages. Here the call becomes that text before Jinja compiles it; Jinja
then joins it to the markup around it. Where there are values to fill in, `Markup` does that
and escapes them, as it does when Jinja calls gettext.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup


def fold_words(environment: Environment, words: NullTranslations, *, readings: bool) -> None:
    """Let the templates of `environment` be compiled with these words in them.

    Without `readings` the filter `ruby` is left out: the language has none to set.
    """

    class Generator(CodeGenerator):
        def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
            _Folding(words, readings=readings).visit(node)
            super().visit_Template(node, frame)

    environment.code_generator_class = Generator


class _Folding(NodeTransformer):
    """Puts the words of constant messages in the place of `_("…")`."""

    def __init__(self, words: NullTranslations, *, readings: bool) -> None:
        self._words = words
        self._readings = readings

    def visit_Filter(self, node: nodes.Filter, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: ANN401, N802
        visited = self.generic_visit(node, *args, **kwargs)
        match visited:
            case nodes.Filter(name="ruby", node=nodes.Node() as said) if not self._readings:
                return said
        return visited

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: ANN401, N802
        visited = self.generic_visit(node, *args, **kwargs)
        match visited:
            case nodes.Call(
                node=nodes.Name(name="_"),
                args=[nodes.Const(value=str(english))],
                kwargs=given,
                dyn_args=None,
                dyn_kwargs=None,
            ):
                # As Jinja's own call does it: safe, and a format even without values.
                words = Markup(self._words.gettext(english))  # noqa: S704 - our own words
                if not given:
                    return nodes.Const(words % {}, lineno=node.lineno)
                values = [nodes.Pair(nodes.Const(each.key), each.value) for each in given]
                return nodes.Mod(nodes.Const(words), nodes.Dict(values), lineno=node.lineno)
        return visited
