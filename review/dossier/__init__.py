"""The dossier about one version of a material: what it holds, how it is drawn, printed and compared.

`content.py` says what is frozen and signed; `dossier.schema.json` describes it (docs/dossier-format.md).
"""
