"""Sphinx's settings, for both languages: SITE_LANGUAGE says which."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.site.navigation import LANGUAGES, pages
from cleaner import __version__

_HERE = Path(__file__).parent
_LANG = os.environ["SITE_LANGUAGE"]
_OTHER = next(lang for lang in LANGUAGES if lang != _LANG)

# Fonts by name alone: nothing is fetched, and a machine without the first has one of the others.
_CHINESE = (
    '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC",'
    ' "WenQuanYi Micro Hei"'
)
_FONTS = {
    "font-stack": f'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, {_CHINESE}, sans-serif',
    "font-stack--monospace": 'ui-monospace, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC",'
    f" {_CHINESE}, monospace",
}

project = "scan-cleaner"
html_title = "scan-cleaner"
version = release = __version__
language = {"en": "en", "zh": "zh_CN"}[_LANG]
locale_dirs = ["locale"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "benchmarks.site.search"]
exclude_patterns = ["files"]
myst_heading_anchors = 4
default_role = "code"  # what docstrings of ours put between backticks
autodoc_typehints = "signature"
autodoc_class_signature = "separated"  # the fields of a dataclass say it all
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
highlight_language = "text"
smartquotes = False  # they would make – of the -- of flags

html_theme = "furo"
html_static_path = [str(_HERE / "theme" / "static")]
templates_path = [str(_HERE / "theme")]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_copyright = False
html_use_index = _LANG == "en"
html_domain_indices = False
html_permalinks = True
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": _FONTS
    | {"color-brand-primary": "#135c41", "color-brand-content": "#135c41", "color-brand-visited": "#135c41"},
    "dark_css_variables": {
        "color-brand-primary": "#86d6ab",
        "color-brand-content": "#86d6ab",
        "color-brand-visited": "#86d6ab",
    },
}
html_context = {
    "site_lang": _LANG,
    # Pages of rules are made in both languages.
    "elsewhere": {page.name for page in pages(_OTHER)},
}
