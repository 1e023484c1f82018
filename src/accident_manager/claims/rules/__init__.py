"""The rules of the claim: facts in, answer with reasons out. Pure: no Django, no database, no clock."""
