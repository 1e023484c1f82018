"""The first page after login, by what a person is here for."""
