"""Published instruments as data, and what the evidence makes of the authors' answers to them.

``instrument`` reads a checklist's file, ``answers`` what the authors claim, ``judge`` says what one claim rests on
and knows no points, ``points`` turns that into the points of an item, ``score`` into totals. Nothing here knows an
instrument or an item by name.
"""
