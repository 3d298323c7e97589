"""Conversations from files, our own and those of other programs; told by what is in a file, never by its name.

`formats` knows the formats, a module each; `reading` opens files that nobody vouches for; `building` makes our tree
of theirs; `taking` puts it into the store. What comes in is as untrusted as what a model says.
"""
