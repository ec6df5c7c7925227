"""Published instruments as data, and what the evidence makes of the authors' answers to them.

``instrument`` reads a checklist's file: its items (``item``), their rules (``clause``), its ``scoring``. ``answers``
reads what the authors claim, with their ``pointers``; ``declared`` what the manifest gives. ``judge`` says what one
claim rests on and knows no points, ``points`` turns that into the points of an item, ``totals`` and ``score`` into a
score, ``gains`` says what would raise it. ``draft`` and ``merge`` write answers files. Nothing here knows an
instrument or an item by name.
"""
