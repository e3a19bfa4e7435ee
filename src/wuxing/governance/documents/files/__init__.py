"""The files of documents: what they are, whether they may come in, their text, and the PDF that shows them.

Nothing here knows Django. What reads foreign bytes at length runs in a process of its own, with limits (`child`).
"""
