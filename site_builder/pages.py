"""Templates into pages: one compiled environment for each language.

Everything is escaped unless a template says otherwise, and none does: what people wrote
is text and never markup. Links are relative, so the site works in any sub-folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context

from site_builder import i18n
from site_builder.folding import fold_words
from site_builder.i18n import Language
from site_builder.options import BuildOptions

TEMPLATES: Final = Path(__file__).with_name("templates")

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: https://cyberjapandata.gsi.go.jp; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""What a page may load. A server adds "; frame-ancestors 'self'", which works only there."""

_MACROS: Final = ("mark", "words", "licence")
_HOLE_MARK: Final = "\0"
_HOLE: Final = "\0{}\0"

Section = Literal["map", "list", "data", ""]


class Pages:
    """Renders templates; `templates/base.html` says which names every one of them has."""

    def __init__(self, options: BuildOptions) -> None:
        self.options = options
        self._environments = {
            language.id: _environment(language, options) for language in options.languages
        }
        self._globals = {
            language: dict(environment.globals)
            for language, environment in self._environments.items()
        }
        self._templates: dict[tuple[str, str], Template] = {}
        self._frames: dict[tuple[str, str, str], list[tuple[bool, str, str]]] = {}

    def render(
        self,
        template: str,
        language: Language,
        *,
        path: str,
        section: Section = "",
        **values: Any,  # noqa: ANN401 - what the template asks for
    ) -> bytes:
        """Return the page; `path` is its folder below the language's root ("sites/01…/")."""
        base = "../" * path.count("/")
        return self.fragment(
            template,
            language,
            path=path,
            base=base or "./",
            root=base + "../" * language.prefix.count("/") or "./",
            section=section,
            **values,
        ).encode()

    def framed(
        self,
        template: str,
        language: Language,
        *,
        path: str,
        section: Section = "",
        **values: Any,  # noqa: ANN401 - what the template asks for
    ) -> bytes:
        """Return the page as `render` does, in a third of the time.

        What surrounds the page is made once for all pages at one depth; of the template
        only its blocks are run. So it may do nothing outside of them but extend base.html.
        """
        base = "../" * path.count("/")
        root = base + "../" * language.prefix.count("/")
        frame = self._frame(language, section, base or "./", root or "./")
        found = self._template(template, language)
        context = self._context(
            found, language, values | {"path": path, "base": base, "root": root}
        )
        filled = {name: "".join(block(context)) for name, block in found.blocks.items()}
        filled["path"] = path
        return "".join(
            filled.get(piece, default) if hole else piece for hole, piece, default in frame
        ).encode()

    def _frame(
        self, language: Language, section: Section, base: str, root: str
    ) -> list[tuple[bool, str, str]]:
        """Return base.html in pieces: plain text, or a hole's name and what it holds else."""
        key = (language.id, section, root)
        found = self._frames.get(key)
        if found is None:
            environment = self._environments[language.id]
            empty = environment.get_template("base.html")
            names = {
                "path": _HOLE.format("path"),
                "base": base,
                "root": root,
                "section": section,
            }
            context = empty.new_context(names)
            defaults = {name: "".join(block(context)) for name, block in empty.blocks.items()}
            holes = "".join(
                f"{{% block {name} %}}{_HOLE.format(name)}{{% endblock %}}" for name in defaults
            )
            cut = environment.from_string(f'{{% extends "base.html" %}}{holes}').render(names)
            found = [
                (bool(n % 2), piece, defaults.get(piece, ""))
                for n, piece in enumerate(cut.split(_HOLE_MARK))
            ]
            self._frames[key] = found
        return found

    def fragment(self, template: str, language: Language, **values: Any) -> str:  # noqa: ANN401
        """Return part of a page, without the names that depend on where it stands."""
        found = self._template(template, language)
        return "".join(found.root_render_func(self._context(found, language, values)))

    def _context(self, template: Template, language: Language, values: dict[str, Any]) -> Context:
        # Jinja would look through a chain of dictionaries name by name, for every page.
        return template.new_context(self._globals[language.id] | values, shared=True)

    def _template(self, name: str, language: Language) -> Template:
        key = (language.id, name)
        found = self._templates.get(key)
        if found is None:
            found = self._environments[language.id].get_template(name)
            self._templates[key] = found
        return found


def _environment(language: Language, options: BuildOptions) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = i18n.translations(language.id)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    fold_words(environment, words, readings=language.id == "easy")
    environment.filters["ruby"] = i18n.ruby
    environment.globals.update(
        language=language,
        languages=options.languages,
        ward=options.ward,
        vocabulary=options.vocabulary,
        address=options.address,
        csp=CONTENT_SECURITY_POLICY,
    )
    macros = environment.get_template("_macros.html").module
    environment.globals.update({name: getattr(macros, name) for name in _MACROS})
    return environment
