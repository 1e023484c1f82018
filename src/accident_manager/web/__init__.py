"""The door for people: pages, their components and their words on screen.

A page is one view (`pages/<subject>`) and one template; what may stand on a page is a component
(`templates/components`, worked out in `components`). Rights are named in `access`; the rooms below do the rest.
"""
