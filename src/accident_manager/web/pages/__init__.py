"""Pages, by subject. A view is thin: one decorator, one form, one call, one answer."""
