"""The words that the map's scripts say; all others are in templates/map.html.

Names in braces are filled in by the scripts. Message ids are English; see site_builder.i18n.
"""

from __future__ import annotations

from site_builder.i18n import Language, translations


def script_words(language: Language) -> dict[str, str]:
    """Return the scripts' words in `language` by the names that the scripts use."""
    _ = translations(language.id).gettext
    return {
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "close": _("Close"),
        "places": _("{count} places"),
        "places_shown": _("{shown} of {count} places shown"),
        "cluster": _("{count} places: {green} green, {safety} for safety. Open"),
        "same_spot": _("{count} places at this spot"),
        "approximate": _("Approximate position"),
        "photo_of": _("Photo: {name}"),
        "illustration_of": _("Illustration: {name}"),
        "illustration": _("Illustration"),
        "details": _("See this place"),
        "tiles_unreachable": _(
            "The background map cannot be reached just now. All places are here all the same."
        ),
        "sites_unreachable": _(
            "The places could not be loaded. Please load the page again, or open the list."
        ),
        "site_unknown": _("This place is not on the map any more."),
        "found": _("{count} places found"),
        "found_none": _("Nothing found by that name. A shorter word may help."),
        "nearest": _("Nearest places"),
        "here": _("You are here"),
        "locating": _("Looking for where you are…"),
        "position_unknown": _(
            "Your position could not be found. The search and the list help just as well."
        ),
        "away": _("{direction}, about {distance}"),
        "directions": "|".join(
            (
                _("north"),
                _("northeast"),
                _("east"),
                _("southeast"),
                _("south"),
                _("southwest"),
                _("west"),
                _("northwest"),
            )
        ),
    }
