"""Names of countries with their people, adjectives, capitals and full names; signs of quarters."""

_GROUPS = (
    "us u.s usa america american americans united-states washington",
    "uk u.k britain british briton britons united-kingdom london",
    "england english englishman englishwoman", "eu e.u european europe european-union",
    "un u.n united-nations", "uae emirati emiratis united-arab-emirates",
    "france french frenchman frenchwoman", "germany german germans", "spain spanish spaniard spaniards",
    "italy italian italians", "poland polish poles", "netherlands dutch holland dutchman",
    "greece greek greeks", "switzerland swiss", "sweden swedish swede swedes",
    "denmark danish dane danes", "norway norwegian norwegians", "finland finnish finn finns",
    "iceland icelandic icelander icelanders", "ireland irish irishman", "wales welsh",
    "scotland scottish scots scot", "portugal portuguese", "austria austrian austrians",
    "belgium belgian belgians", "luxembourg luxembourgish", "czechia czech czechs czech-republic",
    "slovakia slovak slovaks slovakian", "slovenia slovene slovenes slovenian slovenians",
    "hungary hungarian hungarians", "serbia serb serbs serbian", "croatia croat croats croatian",
    "bosnia bosnian bosnians bosnia-and-herzegovina", "kosovo kosovar kosovars",
    "albania albanian albanians", "bulgaria bulgarian bulgarians", "romania romanian romanians",
    "malta maltese", "monaco monegasque", "cyprus cypriot cypriots",
    "turkey turkish turk turks turkiye", "russia russian russians moscow", "ukraine ukrainian kyiv",
    "kazakhstan kazakh kazakhs", "uzbekistan uzbek uzbeks", "tajikistan tajik tajiks",
    "turkmenistan turkmen", "kyrgyzstan kyrgyz", "afghanistan afghan afghans",
    "israel israeli israelis", "lebanon lebanese", "iraq iraqi iraqis", "iran iranian tehran",
    "saudi saudis saudi-arabia", "kuwait kuwaiti kuwaitis", "pakistan pakistani pakistanis",
    "bangladesh bangladeshi bangladeshis", "thailand thai thais", "myanmar burmese burma",
    "laos lao laotian", "cambodia cambodian khmer", "vietnam vietnamese",
    "philippines filipino philippine filipinos", "china chinese beijing", "taiwan taiwanese",
    "japan japanese tokyo", "korea korean koreans rok dprk seoul pyongyang",
    "australia australian australians", "new-zealand new-zealander new-zealanders",
    "morocco moroccan moroccans", "congo congolese", "niger nigerien nigeriens",
    "nigeria nigerian nigerians", "guinea guinean guineans", "ghana ghanaian ghanaians",
    "togo togolese", "ivory-coast ivorian ivorians", "madagascar malagasy",
    "argentina argentine argentines argentinian", "chile chilean chileans", "peru peruvian peruvians",
    "panama panamanian panamanians", "salvador salvadoran salvadorans", "haiti haitian haitians",
    "canada canadian canadians", "mexico mexican mexicans", "brazil brazilian brazilians",
    "q1 first-quarter", "q2 second-quarter", "q3 third-quarter", "q4 fourth-quarter",
)  # fmt: skip
KIN = {word: index for index, group in enumerate(_GROUPS) for word in group.split()}
"""Each name, in small letters and with hyphens, by the number of its country."""
SPELT_KIN = {word.replace("-", " "): index for word, index in KIN.items() if "-" in word}
"""The names of several words, as they are written."""
WORDS = frozenset(["us", "turkey", "china", "polish", "poles", "swede", "swedes", "dane"])
"""These name a country or its people only with a capital."""
