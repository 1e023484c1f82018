"""What stands on pages, worked out without a page: colours, geometry of rulers and strips, the state of a time limit.

Pure: days and words in, numbers and names out. The templates of `web/templates/components` draw them.
"""
