"""The calculator: a question of the law, its facts in a form, the explained answer. It stores nothing.

`register` holds the words of subjects, facts and results, `form` draws and reads the facts as the law asks for them
(`law.asked`), `answer` lays out what the law answered, `views` are the pages, `paper` is the answer as PDF.
"""
