"""Follow-up questions of Sue Marlow, Björn Falk, barns, battles and the like.

Each is the last question, its answer, what follows, and how that is understood.
"""

_PASS = ("How much does the annual pass cost?", "40 euros")

OF_MARLOW = [
    # A phrase after "and" or "what about" may have words that look like verbs.
    (*_PASS, "and the last offer?", "How much does the last offer cost?"),
    (*_PASS, "and the top speed?", "How much does the top speed cost?"),
    ("How much do maps cost?", "1 euro", "And annual reports?", "How much do annual reports cost?"),
    (*_PASS, "And the lost one?", "How much does the lost pass cost?"),
    (*_PASS, "And a recently built barn?", "How much does a recently built barn cost?"),
    (*_PASS, "And the tool set?", "How much does the tool set cost?"),
    (*_PASS, "And half the garden?", "How much does half the garden cost?"),
    (*_PASS, "What about a barn built in 1990?", "How much does a barn built in 1990 cost?"),
    (*_PASS, "And finally, the day pass?", "How much does the day pass cost?"),
    ("When did Anna Berg move?", "1990", "And finally, where did she go?", "Where did Anna Berg go?"),
    # "It" and "his" for what was spoken of, in forms that have other readings.
    ("Where did Anna Berg move?", "Hull", "What is it like?", "What is Hull like?"),
    ("Where did Anna Berg move?", "Hull", "How far is it from Leeds?", "How far is Hull from Leeds?"),
    ("When does the pool open?", "at 9", "How late is it open?", "How late is the pool open?"),
    (
        "Who wrote The Salt Road?",
        "Nils Brandt",
        "Who published his books?",
        "Who published Nils Brandt's books?",
    ),
    (
        "Who wrote The Salt Road?",
        "Nils Brandt",
        "Has anyone read his letters?",
        "Has anyone read Nils Brandt's letters?",
    ),
    (
        "Who won the race?",
        "Lena Voss",
        "Does anyone know where she lives?",
        "Does anyone know where Lena Voss lives?",
    ),
    ("Who ran the inn?", "Bo Rask", "Which tenant did he sue?", "Which tenant did Bo Rask sue?"),
    # Where the subject was asked for after an auxiliary, the answer takes its place.
    ("Who will paint the barn?", "Sue Marlow", "why?", "Why will Sue Marlow paint the barn?"),
    ("Who must feed the goats?", "the tenant", "When?", "When must the tenant feed the goats?"),
    ("Who has signed the lease?", "Sue Marlow", "when?", "When has Sue Marlow signed the lease?"),
    ("Who has two sons?", "Sue Marlow", "since when?", "Since when does Sue Marlow have two sons?"),
    ("Who was fired?", "Sue Marlow", "by whom?", "By whom was Sue Marlow fired?"),
    ("Who was fired?", "", "why?", "Why was someone fired?"),
    ("Which barn was sold?", "", "Why?", "Why was the barn sold?"),
    ("How many goats were sold in May?", "12", "Why?", "Why were 12 goats sold in May?"),
    ("What can goats eat?", "hay", "Why?", "Why can goats eat hay?"),
    ("Who can open the safe?", "Sue Marlow", "Where is it?", "Where is the safe?"),
    # "The old one" is the old one of what was asked for.
    ("Which pump broke?", "the old one", "who repaired it?", "Who repaired the old pump?"),
    ("Which pump broke?", "the old one", "why?", "Why did the old pump break?"),
    ("Which of the pumps broke?", "the old one", "who repaired it?", "who repaired it?"),
    ("Which of the pumps broke?", "the old one", "who made them?", "Who made the pumps?"),
]
