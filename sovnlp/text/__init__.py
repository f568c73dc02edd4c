"""The quiet room for text: reversible edits, normalizing rules, sentences and words, transliteration, language."""
