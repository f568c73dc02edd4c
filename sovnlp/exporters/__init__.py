"""The shelf of exporters: the documents of a corpus, with their annotation, in the formats of other corpus tools."""

from __future__ import annotations

from sovnlp.exporters import conllu, tei, vrt

__all__ = ["EXPORTERS"]
EXPORTERS = {"conllu": conllu.conllu, "tei": tei.tei, "vrt": vrt.vrt}
