"""Files that other tools take in as they are, and what annotation tools give back.

Out: FollowTheMoney, 360Giving-shaped candidates, DocBin, Datasette's metadata. Both ways: Label Studio, doccano and
brat, each a thin codec over one form, ``AnnotatedText``: labelled spans and the relations between them.
"""
