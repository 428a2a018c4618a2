"""Setting type: Chinese lines, the page and grid of GB/T 9704, tables, photos, and the PDF they end in.

Knows no paper and no law: what is set, and in which words, comes from `papers`.
"""
