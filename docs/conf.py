"""How Sphinx builds the site; ``python docs/make_site.py`` gathers the pages first."""

from __future__ import annotations

project = "mlcareer_graph"
author = "mlcareer_graph contributors"
project_copyright = "mlcareer_graph contributors; code Apache 2.0, ontology CC BY 4.0"
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_nb"]
templates_path: list[str] = []

# Single backticks in docstrings are names of Python, and links where there is something to link to.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# A notebook is kept without its output, and has it on the site.
nb_execution_mode = "auto"
nb_execution_raise_on_error = True
nb_execution_timeout = 300

html_theme = "pydata_sphinx_theme"
html_title = "mlcareer_graph"
html_copy_source = False
html_show_sourcelink = False
html_sidebars = {
    "index": [],
    "tutorial": [],
    "guide": [],
    "gallery": [],
    "changelog": [],
    # Its table is wide.
    "explanation/comparison": [],
    # Fifteen hundred pages with a list of all their like would be two million links.
    "reference/concepts/*": [],
}
html_theme_options = {
    "collapse_navigation": True,
    "navigation_depth": 3,
    "show_prev_next": False,
    "navigation_with_keys": False,
    "secondary_sidebar_items": {"**": ["page-toc"], "explanation/comparison": []},
    "footer_start": ["copyright"],
    "footer_end": [],
}
