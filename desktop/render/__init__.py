"""Text in, plain frozen records out; no Qt.

`blocks` is what the view draws and imports nothing. `markdown` and `incremental` make blocks, `highlight` colours
code, `math` typesets formulas, `links` judges addresses, `plain` reads blocks aloud. Import the module that is needed:
none is imported ahead of its use here, since Pygments and the Markdown parser would delay the first window.
"""
