"""Translating an edition: what of it is words, what is not, and how the words follow when the source moves.

A translation is a module page of its own, with steps of the same translation keys and blocks of the same ids. Only
words may differ (`places`): everything else, its *bones*, is compared with the source when the translation is frozen.
"""
