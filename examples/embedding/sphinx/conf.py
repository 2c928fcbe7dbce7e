project = "A tutorial"
html_theme = "furo"
html_static_path = ["_static"]
html_js_files = [("gradwalk/grad-walk.js", {"type": "module"})]
html_css_files = ["gradwalk.css"]
