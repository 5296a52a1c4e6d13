"""Follow-up questions of invented people and things: what is carried over, and that nothing else is touched.

The rules were made on these; `tests/conversations.jsonl` measures them.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Place
from qa.answer import Answer, Citation, Outcome, Turn
from qa.follow_up import LONGEST, completed
from qa.question import QUESTION_CHARACTERS
from qa.questions import read_questions
from qa.render import to_text

QUESTIONS = Path(__file__).with_name("questions.jsonl")
OTHER = Turn("Who painted the town hall of Visby?", "Marta Lind", "The town hall was painted by Marta Lind.")
# These point to something that they do not name, or name it where a misspelling hides it.
DANGLING = {
    "can it open scanned pages?",
    "how do i uninstall it again",
    "wich field was Karpathy a specalist in befor Tesla hired him",
}
# Last question, its answer, what follows, and how it is understood.
CASES = [
    (
        "Who founded the club?",
        "Ada Holm and Nils Brandt",
        "Where do they live?",
        "Where do Ada Holm and Nils Brandt live?",
    ),
    (
        "Who advised the firm?",
        "Ada Holm and Nils Brandt",
        "When did they leave?",
        "When did Ada Holm and Nils Brandt leave?",
    ),
    (
        "Who ran the inn?",
        "Ada Holm, Nils Brandt, and Bo Rask",
        "When did they leave?",
        "When did Ada Holm, Nils Brandt, and Bo Rask leave?",
    ),
    ("What time does the museum open?", "at 9", "Where is it?", "Where is the museum?"),
    (
        "What time does the pool open?",
        "at 9",
        "Is it closed when it rains?",
        "Is the pool closed when it rains?",
    ),
    ("On what date did the bridge open?", "1 May", "Who built it?", "Who built the bridge?"),
    ("What number does the house have?", "5", "Who owns it?", "Who owns the house?"),
    ("What colour is the ferry?", "red", "Where is it?", "Where is the ferry?"),
    # Where there is nothing else it is what was asked for.
    ("What date was chosen?", "5 May", "Is it a Monday?", "Is the date a Monday?"),
    ("What place did they visit?", "a farm", "Is it big?", "Is the farm big?"),
    ("What phone number does the club have?", "555", "Is it free?", "Is the phone number free?"),
    ("Which meeting place did the club choose?", "at noon", "Is it big?", "Is the meeting place big?"),
    ("When did Clara Holm leave Varda?", "1987", "why?", "Why did Clara Holm leave Varda?"),
    (
        "When did Clara Holm leave Varda?",
        "1987",
        "And when did she come back?",
        "When did Clara Holm come back?",
    ),
    ("Who designed the Oster Bridge?", "Nils Brandt", "When was he born?", "When was Nils Brandt born?"),
    ("Who designed the Oster Bridge?", "Nils Brandt", "How long is it?", "How long is the Oster Bridge?"),
    ("Who is the mayor of Lund?", "Ella Frisk", "What did she study?", "What did Ella Frisk study?"),
    ("Where does Paul Okoro live?", "Accra", "Who are his parents?", "Who are Paul Okoro's parents?"),
    ("Which company makes the Zephyr?", "Norvik", "Who founded the company?", "Who founded Norvik?"),
    ("Which company makes the Zephyr?", "Norvik", "When was it founded?", "When was Norvik founded?"),
    ("How many people work at Norvik?", "4,000", "What does it produce?", "What does Norvik produce?"),
    (
        "What did Anna Berg write in 1990?",
        "The Salt Road",
        "And in 1995?",
        "What did Anna Berg write in 1995?",
    ),
    (
        "When did Anna Berg move to Oslo?",
        "1990",
        "What about Nils Brandt?",
        "When did Nils Brandt move to Oslo?",
    ),
    ("When did Brandt move to Oslo?", "1990", "And Berg?", "When did Berg move to Oslo?"),
    (
        "How many students has Lund University?",
        "40,000",
        "And Oslo University?",
        "How many students has Oslo University?",
    ),
    ("Who founded Norvik in 1950?", "Paul Okoro", "Where?", "Where did Paul Okoro found Norvik in 1950?"),
    (
        "Did Anna Berg have children?",
        "Anna Berg had three children",
        "How many?",
        "How many children did Anna Berg have?",
    ),
    ("Where did Clara Holm work?", "Varda", "What did she do there?", "What did Clara Holm do at Varda?"),
    (
        "How long did Holm work at Varda?",
        "ten years",
        "What was her job there?",
        "What was Holm's job at Varda?",
    ),
    ("What is the biggest mill in Ryd?", "the Kvarn mill", "Who owns it?", "Who owns the Kvarn mill?"),
    ("How do I open the gate?", "Turn the key", "And how do I close it?", "How do I close the gate?"),
    (
        "What is the pump for?",
        "moving water",
        "What happens if it breaks?",
        "What happens if the pump breaks?",
    ),
    ("Can the oven bake bread?", "yes", "What about cakes?", "Can the oven bake cakes?"),
    ("Does the club charge a fee?", "no", "And a deposit?", "Does the club charge a deposit?"),
    ("Who won the race in May?", "Lena Voss", "and in June?", "Who won the race in June?"),
    ("who won the race in may", "lena voss", "and who came second", "and who came second"),
    (
        "Who wrote The Salt Road?",
        "Anna Berg",
        "What is her most famous book?",
        "What is Anna Berg's most famous book?",
    ),
    (
        "Why did Norvik close its mill in Ryd?",
        "falling prices",
        "When was that?",
        "When did Norvik close its mill in Ryd?",
    ),
    (
        "Who bought the mill in Ryd?",
        "Norvik",
        "For how much?",
        "For how much did Norvik buy the mill in Ryd?",
    ),
    ("Who bought the mill in Ryd?", "Norvik", "Who sold it to them?", "Who sold the mill to Norvik?"),
    (
        "How much did Okoro offer for the mill?",
        "5 million",
        "Who rejected the offer?",
        "Who rejected the offer for the mill?",
    ),
    (
        "Is the museum closed on Mondays?",
        "The museum is closed on Mondays",
        "Who decided that?",
        "Who decided that the museum is closed on Mondays?",
    ),
    (
        "Who invited Holm to Varda?",
        "Nils Brandt",
        "What did he promise her?",
        "What did Nils Brandt promise Holm?",
    ),
    ("What did Brandt build in Ryd?", "a mill", "Who paid for it?", "Who paid for the mill?"),
    (
        "What did Brandt build in Ryd?",
        "a mill",
        "In which year?",
        "In which year did Brandt build a mill in Ryd?",
    ),
    ("When was the library of Ryd opened?", "1901", "By whom?", "By whom was the library of Ryd opened?"),
    ("When was the library of Ryd opened?", "1901", "Where did Brandt live?", "Where did Brandt live?"),
    (
        "When was the library of Ryd opened?",
        "1901",
        "What did Brandt do when he came to Oslo?",
        "What did Brandt do when he came to Oslo?",
    ),
    ("when did brandt leave ryd", "1920", "where did he go", "where did brandt go"),
    (
        "Who is the director of the museum?",
        "Ida Falk",
        "And of the library?",
        "Who is the director of the library?",
    ),
    ("Which teams play in the final?", "Ryd and Varda", "Who trains them?", "Who trains Ryd and Varda?"),
    (
        "When did the museum open?",
        "1950",
        "How many visitors does it have?",
        "How many visitors does the museum have?",
    ),
    ("What is a capstan?", "a kind of winch", "What is it used for?", "What is the capstan used for?"),
    (
        "How much does a ticket cost?",
        "5 crowns",
        "and a season ticket?",
        "How much does a season ticket cost?",
    ),
    ("Who leads the Ryd choir?", "Karin Ahl", "Since when?", "Since when does Karin Ahl lead the Ryd choir?"),
    ("Can visitors bring dogs?", "Dogs are not allowed", "Why not?", "Why can't visitors bring dogs?"),
    (
        "Where are the logs of mender kept?",
        "in the folder var",
        "How do I move them?",
        "How do I move the logs of mender?",
    ),
    ("What command starts the pump?", "pump on", "And how do I stop it?", "How do I stop the pump?"),
    ("Which command starts the pump?", "pump on", "and the fan?", "Which command starts the fan?"),
    ("How do I start the pump?", "pump on", "And how do I stop it?", "How do I stop the pump?"),
    (
        "What happens to a broken lamp?",
        "It is sent back",
        "And to a lost one?",
        "What happens to a lost lamp?",
    ),
    ("What does the level amber mean?", "take care", "and red?", "What does the level red mean?"),
    ("What does mender run do?", "starts it", "and mender stop?", "What does mender stop do?"),
    (
        "What is the filter for?",
        "clean water",
        "How often is it changed?",
        "How often is the filter changed?",
    ),
    (
        "Which filter does the pump use?",
        "a paper filter",
        "How do I use another one?",
        "How do I use another filter?",
    ),
    ("Who is Edda Krog?", "who leads the institute at Moss", "How old is she?", "How old is Edda Krog?"),
    ("Who made fun of Olsen?", "Brandt", "At which party?", "At which party did Brandt make fun of Olsen?"),
    (
        "On whose show was Olsen a guest?",
        "Ina Moe's",
        "What did he say there?",
        "What did Olsen say on Ina Moe's show?",
    ),
    (
        "What did Olsen claim in a letter?",
        "Norvik is owned by Varda",
        "Who denied that?",
        "Who denied “Norvik is owned by Varda”?",
    ),
    ("Why did Olsen leave Norvik?", "a quarrel", "and when?", "When did Olsen leave Norvik?"),
    ("When did Olsen leave Norvik?", "1987", "And Brandt?", "When did Brandt leave Norvik?"),
    ("Where did Olsen live until 1950?", "Moss", "And before that?", "Where did Olsen live before Moss?"),
    (
        "How much did Norvik invest in Varda?",
        "5 million",
        "In which year?",
        "In which year did Norvik invest in Varda?",
    ),
    (
        "Who paid Norvik when Olsen stopped?",
        "Varda",
        "How much?",
        "How much did Varda pay Norvik when Olsen stopped?",
    ),
    (
        "How did Olsen react to the success of SoftLamp?",
        "with anger",
        "Which company makes it?",
        "Which company makes SoftLamp?",
    ),
    (
        "What are Olsen's books about?",
        "birds",
        "Who did he write them with?",
        "Who did Olsen write Olsen's books with?",
    ),
    ("What was Olsen's job at Norvik?", "driver", "Where does he work now?", "Where does Olsen work now?"),
    (
        "What was Norvik worth in its last report?",
        "5 million",
        "And in Olsen's offer?",
        "What was Norvik worth in Olsen's offer?",
    ),
    (
        "Who were the founders of Norvik?",
        "Olsen and Brandt",
        "What did they sell?",
        "What did the founders of Norvik sell?",
    ),
    (
        "How much has Olsen given to Norvik?",
        "100",
        "And how much had he promised?",
        "How much had Olsen promised to Norvik?",
    ),
    (
        "What did Olsen buy in Moss?",
        "the Kvarn mill",
        "Who sold it to him?",
        "Who sold the Kvarn mill to Olsen?",
    ),
    (
        "Is Olsen's plan for Norvik serious?",
        "unclear",
        "Who turned it down?",
        "Who turned Olsen's plan for Norvik down?",
    ),
    ("When did Olsen leave Norvik?", "1987", "Who replaced him?", "Who replaced Olsen?"),
    (
        "What did Olsen say about Norvik?",
        "that it was bad",
        "And about Varda?",
        "What did Olsen say about Varda?",
    ),
    (
        "Why was Olsen angry?",
        "SoftLamp sold well",
        "When did the lamp come out?",
        "When did the lamp come out?",
    ),
    (
        "Under which name did Berg publish the poems?",
        "Ulf Dahl",
        "Who printed them?",
        "Who printed the poems?",
    ),
    ("Which song did she sing?", "Blue Hill", "Who wrote it?", "Who wrote Blue Hill?"),
    (
        "When does the train to Moss leave?",
        "9 am",
        "And on Sundays?",
        "When does the train to Moss leave on Sundays?",
    ),
    ("Where was Olsen director?", "Norvik", "What was his salary?", "What was Olsen's salary?"),
    (
        "When did SoftLamp come out?",
        "1999",
        "How many buyers did it have a year later?",
        "How many buyers did SoftLamp have a year later?",
    ),
    (
        "When was the Halden dam built?",
        "in 1931",
        "By which company?",
        "By which company was the Halden dam built?",
    ),
    ("When was the Halden dam built?", "in 1931", "How high is it?", "How high is the Halden dam?"),
    ("When was the Halden dam built?", "in 1931", "and the lighthouse?", "When was the lighthouse built?"),
    (
        "What did Rosa Quint discover?",
        "a comet",
        "When did she discover it?",
        "When did Rosa Quint discover the comet?",
    ),
    ("What did Rosa Quint discover?", "a comet", "What was it named?", "What was the comet named?"),
    ("Where was Rosa Quint born?", "in Bergen", "And where did she die?", "Where did Rosa Quint die?"),
    (
        "Where was Rosa Quint born?",
        "in Bergen",
        "How many people live there?",
        "How many people live in Bergen?",
    ),
    (
        "Who is the treasurer of the rowing club?",
        "Tom Hale",
        "How long has he been treasurer?",
        "How long has Tom Hale been treasurer?",
    ),
    (
        "Who is the treasurer of the rowing club?",
        "Tom Hale",
        "and the secretary?",
        "Who is the secretary of the rowing club?",
    ),
    (
        "How much does the annual pass cost?",
        "40 euros",
        "And the day pass?",
        "How much does the day pass cost?",
    ),
    (
        "How much does the annual pass cost?",
        "40 euros",
        "Where can I buy it?",
        "Where can I buy the annual pass?",
    ),
    (
        "What is the warranty period?",
        "two years",
        "Does it cover batteries?",
        "Does the warranty period cover batteries?",
    ),
    (
        "Which files does the backup contain?",
        "photos and letters",
        "Where are they stored?",
        "Where are the files stored?",
    ),
    (
        "Did the council approve the budget?",
        "The council approved the budget in May",
        "Why?",
        "Why did the council approve the budget?",
    ),
    ("Who voted against the budget?", "the Greens", "Why did they do that?", "Why did the Greens do that?"),
    (
        "Why did Kemal Aydin resign as chairman of Orbex?",
        "ill health",
        "Who took over from him?",
        "Who took over from Kemal Aydin?",
    ),
    (
        "Why did Kemal Aydin resign as chairman of Orbex?",
        "ill health",
        "When was this?",
        "When did Kemal Aydin resign as chairman of Orbex?",
    ),
    (
        "What is Orbex's turnover?",
        "3 million",
        "How many employees does it have?",
        "How many employees does Orbex have?",
    ),
    ("What is Orbex's turnover?", "3 million", "what about its profit?", "What is Orbex's profit?"),
    (
        "Who composed the Harbour Suite?",
        "Lena Dorn",
        "What else did she compose?",
        "What else did Lena Dorn compose?",
    ),
    (
        "Who composed the Harbour Suite?",
        "Lena Dorn",
        "When was it first performed?",
        "When was the Harbour Suite first performed?",
    ),
    (
        "Who composed the Harbour Suite?",
        "Lena Dorn",
        "Where?",
        "Where did Lena Dorn compose the Harbour Suite?",
    ),
    (
        "Which museum shows the Quint comet drawings?",
        "the Bergen Museum",
        "When does the museum open?",
        "When does the Bergen Museum open?",
    ),
    ("Has Orbex paid its debts?", "Orbex paid its debts in 2020", "When?", "When has Orbex paid its debts?"),
    (
        "Who taught Rosa Quint at Bergen University?",
        "Karl Voss",
        "What was his subject?",
        "What was Karl Voss's subject?",
    ),
    ("In which year did Orbex buy Telma?", "2011", "For what price?", "For what price did Orbex buy Telma?"),
    ("In which year did Orbex buy Telma?", "2011", "Who sold it?", "Who sold Telma?"),
    ("What does Tom Hale do?", "He is a carpenter", "Is he married?", "Is Tom Hale married?"),
    (
        "What is the password rule?",
        "at least 12 characters",
        "How often must it be changed?",
        "How often must the password rule be changed?",
    ),
]


@pytest.mark.parametrize(("question", "answer", "follow_up", "understood"), CASES)
def test_what_is_left_out_is_carried_over(
    question: str, answer: str, follow_up: str, understood: str
) -> None:
    assert completed(follow_up, [Turn(question, answer)]) == understood


def test_questions_that_stand_alone_are_not_touched() -> None:
    asked = [line.question for line in read_questions(QUESTIONS)]
    assert {question for question in asked if completed(question, [OTHER]) != question} <= DANGLING
    assert all(completed(question, ()) == question for question in [*asked, "why?", "And he?"])


@pytest.mark.parametrize(
    "question",
    [
        "Did Brandt say that he was ill?",
        "What did Brandt do with his money?",
        "When the mill burned, who repaired it?",
        "Is there a bridge in Ryd?",
        "How long does it take to paint a house?",
        "Is it possible to swim in the lake at Ryd?",
        "What happened this year?",
        "And how high is the tower of Moss?",
        "How high is the tower that Brandt built?",
        "Anna Berg came to Moss. What did she do?",
        "capital of Norway",
        "Who is the captain of the ship?",
        "What does the chief of Norvik earn?",
        "Who wrote the book that Brandt printed?",
        "?",
    ],
)
def test_a_pronoun_that_the_question_explains_is_left(question: str) -> None:
    assert completed(question, [OTHER]) == question


def test_the_turn_before_the_last_helps_where_the_last_does_not() -> None:
    turns = [Turn("Who leads Norvik?", "Edda Krog"), Turn("How warm is the lake?", "20 degrees")]
    assert completed("Where does she live?", turns) == "Where does Edda Krog live?"
    assert completed("Where does she live?", [*turns, *[turns[1]] * 3]) == "Where does she live?"


def test_the_sentence_of_the_answer_says_what_is_a_name() -> None:
    turn = Turn("when did brandt leave norvik", "1987", "Ulf Brandt left Norvik in 1987.")
    assert completed("and where did he go", [turn]) == "where did brandt go"
    assert completed("and olsen?", [turn]) == "when did olsen leave norvik?"


def test_an_answer_that_was_not_given_is_not_spoken_of() -> None:
    turn = Turn("Who painted the town hall of Visby?")
    assert completed("When was he born?", [turn]) == "When was he born?"
    assert completed("How old is it?", [turn]) == "How old is the town hall of Visby?"


@given(st.text(max_size=60), st.lists(st.builds(Turn, st.text(), st.text(), st.text()), max_size=4))
def test_any_text_gives_a_question(question: str, turns: list[Turn]) -> None:
    result = completed(question, turns)
    assert result == completed(question, turns) and (result == question or result.strip())


PIECES = st.sampled_from(
    """and what about why when who how many which did does is was he she it its their that there this one the Brandt
    Norvik mill Anna's offer for in of 2019 left wrote , ? . and but first else not company happen""".split()
)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=6))
def test_any_words_give_a_question(words: list[str], before: list[str], answer: list[str]) -> None:
    question = " ".join(words)
    result = completed(question, [Turn(" ".join(before), " ".join(answer))])
    assert result == question or result.strip(" ?")
    assert len(result) <= QUESTION_CHARACTERS


@pytest.mark.parametrize("piece", ["it ", "and ", "he, ", "Anna's ", "in it for ", "that "])
def test_long_texts_are_cut(piece: str) -> None:
    turn = Turn(piece * 50_000, piece * 50_000, piece * 50_000)
    assert completed(piece * LONGEST, [turn]) == piece * LONGEST
    assert len(completed((piece * 100)[:LONGEST], [turn] * 50)) <= QUESTION_CHARACTERS


def test_an_answer_tells_how_it_was_understood() -> None:
    citation = Citation("Mills", "/m.txt", 0, 4, "1987", Place(), "1987 was wet.", 0)
    answer = Answer("why?", Outcome.ANSWERED, "1987", 0.9, (citation,), understood="Why did Brandt leave?")
    assert answer.turn == Turn("Why did Brandt leave?", "1987", "1987 was wet.")
    assert answer.to_json()["understood"] == "Why did Brandt leave?"
    silent = Answer("why?", Outcome.NOT_IN_SOURCES, "", 0.1, understood="Why did Brandt leave?")
    assert to_text(silent).startswith("Understood as: Why did Brandt leave?\n")
    assert Answer("Why?", Outcome.NOT_IN_SOURCES, "", 0.1).turn == Turn("Why?")
