"""Official notices of the numbers of the law that an insurer's administrator adds without a release, and withdraws.

A notice holds for the insurer that added it. Here is the room of the rows; `law.parameters.notices` lays them over the
numbers that came with this version.
"""
