"""The numbers of the law: what holds, since when, how sure, and the official notices of this insurer."""
