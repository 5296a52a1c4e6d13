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
    # Owners, years, other things that are counted.
    ("What is Sue Marlow's rent?", "400", "and Björn's?", "What is Björn's rent?"),
    ("What is Sue Marlow's rent?", "400", "and the tenants'?", "What is the tenants' rent?"),
    ("What are the users' rights?", "few", "and Björn's?", "What are Björn's rights?"),
    ("What is the rent of Sue Marlow?", "400", "and Björn's?", "What is the rent of Björn?"),
    ("When did the barn burn?", "1990", "and Björn's?", "and Björn's?"),
    ("How many goats were sold in 2018?", "12", "2015?", "How many goats were sold in 2015?"),
    ("How many goats were sold in 2018?", "12", "May 2015?", "How many goats were sold in May 2015?"),
    ("Where did Sue Marlow work?", "Ryd", "and 2015?", "Where did Sue Marlow work in 2015?"),
    ("When did the barn burn?", "2014", "2015?", "2015?"),
    ("When is the pool open?", "May", "and Sunday?", "and Sunday?"),
    ("How many goats were sold in 2018?", "12", "and hens?", "How many hens were sold in 2018?"),
    ("How many goats did Sue sell in 2018?", "12", "And hens?", "How many hens did Sue sell in 2018?"),
    ("How many goats do farms keep?", "12", "And inns?", "How many goats do inns keep?"),
    ("How much rent was paid in May?", "400", "and tax?", "How much tax was paid in May?"),
    # A name and a phrase with "of" or "to" are one.
    ("When did the Battle of Orm begin?", "1301", "when did it end?", "When did the Battle of Orm end?"),
    (
        "When did the Battle of Orm begin?",
        "1301",
        "And the siege of Tarn?",
        "When did the siege of Tarn begin?",
    ),
    ("When was the Bank of Ryd founded?", "1901", "And Norvik?", "When was Norvik founded?"),
    ("Who leads the Bank of Ryd?", "Bo Rask", "Who founded the company?", "Who founded the Bank of Ryd?"),
    ("Who is the mayor of Lund?", "Ella Frisk", "And the mayor of Ryd?", "Who is the mayor of Ryd?"),
    (
        "When does the train to Moss leave?",
        "9 am",
        "And the train to Ryd?",
        "When does the train to Ryd leave?",
    ),
    ("When does the train to Moss leave?", "9 am", "And the bus?", "When does the bus to Moss leave?"),
    # A thing is asked for where the question or its answer names it, and else left.
    ("Who wants to keep goats?", "Sue Marlow", "how many hens?", "how many hens?"),
    (
        "Who wants to keep goats?",
        "Sue Marlow",
        "how many goats?",
        "How many goats does Sue Marlow want to keep?",
    ),
    ("What do goats eat?", "hay", "how many kids?", "how many kids?"),
    ("What do goats eat?", "hay", "how much hay?", "How much hay do goats eat?"),
    ("Who bought the barn?", "Norvik", "which barn?", "Which barn did Norvik buy?"),
    ("Who bought the barn?", "Norvik", "Which company?", "Which company bought the barn?"),
    ("What did she sing?", "Blue Hill", "Which song?", "Which song did she sing?"),
    ("When did Anna plant trees?", "1990", "How many trees?", "How many trees did Anna plant?"),
    ("Who won the race?", "Lena Voss", "which year?", "Which year did Lena Voss win the race?"),
    # What is done has no name that could be put in.
    ("When does Sue Marlow move to Hull?", "in May", "who decided that?", "who decided that?"),
    ("When does Sue Marlow move to Hull?", "in May", "how long will it take?", "how long will it take?"),
    ("When does Sue Marlow move to Hull?", "in May", "what will that cost?", "what will that cost?"),
    ("When does Sue Marlow move to Hull?", "in May", "how big is it?", "How big is Hull?"),
    ("When does the course begin?", "in May", "how long does it take?", "How long does the course take?"),
    ("Who makes the Zephyr?", "Norvik", "how much does it cost?", "How much does the Zephyr cost?"),
]
