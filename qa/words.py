"""The closed classes of English words, and the commonest verbs: enough to see how a question is built."""

import re
from typing import NamedTuple

ASKING = frozenset("who whom whose what when where why which how".split())
AUXILIARIES = frozenset(
    """am is are was were do does did has have had can could will would shall should may might must
    isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't
    shouldn't""".split()
)
BE = frozenset("am is are was were be been being".split())
DETERMINERS = frozenset("the a an any some each every no another all both several other".split())
PREPOSITIONS = frozenset(
    """about above across after against among around as at before behind below between by despite during except
    for from in inside into like near of off on onto out outside over per since through to toward towards under
    until up upon via with within without""".split()
)
# They open a clause of its own, in which a pronoun can stand for what came before in the same question.
CLAUSE = frozenset(
    "when if because after before while since although though unless until that who which as so and but or".split()
)
PRONOUNS = frozenset(
    """i me my mine we us our you your he him his she her hers it its they them their theirs himself herself itself
    themselves this that these those there one ones someone anyone somebody anybody something anything everyone
    everybody everything nobody nothing""".split()
)
POSSESSIVES = frozenset("my your our his her its their".split())
ADVERBS = frozenset(
    """again ago already also always away back barely currently down early else ever exactly finally first
    formerly here instead just last late later long never next not now often once only originally personally
    quickly really soon still then together today too usually very well yet""".split()
)
PERSONS = frozenset(
    """actor actress artist author boss ceo chair chairman chairwoman chief director doctor engineer father founder
    friend girl guy head husband inventor journalist king lady leader man manager mother musician painter person
    poet president professor queen researcher scientist singer son daughter teacher wife woman writer boy brother
    sister mayor minister nurse captain composer architect specialist developer treasurer secretary""".split()
)
_ORGANISATIONS = frozenset(
    """academy agency association bank bay board bridge bureau castle church city club college committee company
    corp corporation council day department district foundation fund gmbh group hall hospital inc institute
    island lab labs lake library limited llc ltd magazine ministry mountain museum office party podcast press
    project river school station street studio studios summit team times tower university valley village""".split()
)  # fmt: skip
TITLES = frozenset("mr mrs ms miss dr sir dame lord lady prof professor president king queen captain".split())
HE = frozenset(
    """aaron adam alan albert alex alexander alfred ali andrew anthony antonio arthur ben benjamin bill bob boris
    brian bruce carl carlos charles chris christian christopher daniel dave david dennis donald douglas ed edgar
    edward emil eric ernest felix francis frank fred frederick gary george gerald gordon greg gregory hans harold
    harry henry howard hugh ian igor isaac ivan jack jacob jake james jan jason jean jeff jeffrey jeremy jim joe
    john jonathan jose joseph josh joshua juan justin karl keith ken kenneth kevin larry leo leonard lewis louis
    luke marc marcus mario mark martin matthew max michael miguel mike mohammed nicholas nick oliver oscar otto
    patrick paul pedro peter philip pierre ralph ray raymond richard rob robert roger ron ronald roy samuel scott
    simon stefan stephen steve steven stuart ted theodore thomas tim timothy tom tony victor vincent walter will
    william""".split()
)
SHE = frozenset(
    """ada agnes alice amanda amy ana andrea angela anita ann anna anne barbara beatrice betty bridget carla carmen
    carol caroline catherine charlotte chloe christina christine clara claire cynthia deborah diana diane donna
    doris dorothy edith elena eleanor elisabeth elizabeth ella ellen emily emma esther eva evelyn fiona florence
    frances gloria grace hannah harriet heather helen ida ingrid irene isabel jane janet jennifer jessica joan joyce
    judith julia julie karen kate katherine kathleen kim laura lena linda lisa louise lucy margaret maria marie
    martha mary maya melissa mia michelle mona monica nancy naomi nicole nina nora olga olivia pamela patricia
    rachel rebecca rosa rose ruth sandra sara sarah sharon sofia sophia sophie stephanie susan teresa tina ursula
    vera victoria virginia yvonne zoe""".split()
)
_VERBS = frozenset(
    """accept achieve acquire add adopt agree allow announce answer appear apply approve argue arrive ask attack
    attend bake base beat become begin believe belong bid blame boil borrow break bring build buy call care
    carry cause challenge change charge check choose claim clean close collect come compare compete complain
    compose conclude contain continue contribute control cook cost count cover create criticise cross cut
    dance deal decide declare defeat defend deliver deny depend describe design destroy develop die differ
    direct disappear discover discuss dispute do donate draw dream drive drop earn eat employ enable end
    enjoy enter escape establish exist expand expect explain explore export face fail fall feel fight fill
    find finish fire fit fix fly follow forget found freeze fund gain get give go grow happen hate have head
    hear help hide hire hit hold hope host hurt identify improve include increase influence inspire install
    introduce invent invest investigate invite join jump keep kill know last launch lead learn leave lend
    let lie like listen live lock look lose love make manage marry mean measure meet mention move name need
    offer open operate order own paint participate pass pay perform persuade plan play poach predict prefer
    prepare present print produce promise propose protect prove provide publish push put quit raise ratify
    reach react read realise receive recommend record reduce refuse reject remain remember remove rename
    repair replace reply report represent rescue reset resign respond retire return reveal review ride rise
    run save say search see seem sell send serve set settle shoot show sign sing sit sleep speak spend
    sponsor stand start stay steal step stop store study succeed suffer suggest support surprise survive
    swim take talk teach tell test think throw translate travel treat trust try turn understand unlock use
    visit vote wait walk want warn wash wear weigh welcome win wish work worry write""".split()
)
_PAST = dict(
    pair.split(":")
    for pair in """began:begin begun:begin became:become beat:beat beaten:beat bid:bid broke:break broken:break
    brought:bring built:build bought:buy came:come chose:choose chosen:choose cost:cost cut:cut dealt:deal did:do
    done:do drew:draw drawn:draw drove:drive driven:drive ate:eat eaten:eat fell:fall fallen:fall felt:feel
    fought:fight found:find flew:fly flown:fly forgot:forget got:get gave:give given:give went:go gone:go grew:grow
    grown:grow had:have heard:hear hid:hide hidden:hide hit:hit held:hold hurt:hurt kept:keep knew:know known:know
    led:lead left:leave lent:lend let:let lost:lose made:make meant:mean met:meet paid:pay put:put quit:quit
    read:read rode:ride rose:rise risen:rise ran:run said:say saw:see seen:see sold:sell sent:send set:set
    shot:shoot showed:show shown:show sang:sing sung:sing sat:sit slept:sleep spoke:speak spoken:speak spent:spend
    stood:stand stole:steal stolen:steal swam:swim took:take taken:take taught:teach told:tell thought:think
    threw:throw thrown:throw understood:understand wore:wear worn:wear won:win wrote:write written:write born:bear
    died:die lied:lie tied:tie""".split()
)
_TIME = re.compile(
    r"(?:1\d{3}|20\d\d)s?|(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter|today|yesterday|tomorrow"
    r"|(?:18|19|20)th|century|years?|months?|weeks?|days?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s?!;,“”\"()\[\]]+")


class Word(NamedTuple):
    """A word of a text, without the marks round it, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """In lower case, with straight apostrophes."""
        return self.text.lower().replace("’", "'")

    @property
    def bare(self) -> str:
        """In lower case, without a possessive ending."""
        return self.lower.removesuffix("'s").removesuffix("'")

    @property
    def is_possessive(self) -> bool:
        """Whether it ends as in "Anna's" or "users'"."""
        return self.lower.endswith(("'s", "s'"))

    @property
    def is_capital(self) -> bool:
        """Whether a capital stands in it, as in "Paris", "eBay", "GPT-4"."""
        return any(character.isupper() for character in self.text)


def words_of(text: str) -> list[Word]:
    """The words of a text; a full stop or colon at the end of one is no part of it."""
    words = []
    for match in _WORD.finditer(text):
        word = match[0].rstrip(".:…'’‘") if not re.fullmatch(r".*s['’]", match[0]) else match[0]
        lead = len(word) - len(word.lstrip("'‘…"))
        if any(character.isalnum() for character in word):
            words.append(Word(word[lead:], match.start() + lead, match.start() + len(word)))
    return words


def is_time(word: str) -> bool:
    """Whether a word is of a date."""
    return bool(_TIME.fullmatch(word))


def is_organisation(word: str) -> bool:
    """Whether a word ends the names of things and not of people, as "University"."""
    return word in _ORGANISATIONS


def is_function(word: str) -> bool:
    """Whether a word belongs to a closed class, so that no name or thing consists of it."""
    classes = (ASKING, AUXILIARIES, DETERMINERS, PREPOSITIONS, CLAUSE, PRONOUNS, BE, ADVERBS)
    return any(word in words for words in classes)


def base_form(word: str) -> str:
    """The base form of a verb, "" where the word is not known as one: "wrote" and "writes" give "write".

    Any word that ends in "ed" counts as a verb; what its base form is, is guessed where it is not known.
    """
    if word in _PAST:
        return _PAST[word]
    if word in _VERBS:
        return word
    for ending, more in (
        ("ied", "y"),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("es", ""),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            for base in (stem + more, stem[:-1] if stem[-2:-1] == stem[-1:] else ""):
                if base in _VERBS:
                    return base
    if word.endswith("ed") and len(word) > 4:
        return _guessed(word.removesuffix("ed"))
    return ""


def is_past(word: str) -> bool:
    """Whether a verb is in a past form."""
    return word in _PAST or word.endswith("ed")


def _guessed(stem: str) -> str:
    if stem[-1:] == "i":
        return stem[:-1] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprt":
        return stem[:-1]
    takes_e = re.search(r"(?:[cvzu]|[^aeiou][iu]s|[^eo]at|[rdn]g|[^aeiou]l|uir|lor|id|ud|in|as|ut)$", stem)
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprst]", stem)
    return f"{stem}e" if takes_e or short else stem
