"""Closed lists of places, peoples, first names, surnames and titles for exchanging names."""

from groundwood.agents.checker.mutations.edit import listed

_COUNTRIES = """
Afghanistan, Albania, Algeria, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan,
Bangladesh, Belarus, Belgium, Bolivia, Brazil, Britain, Bulgaria, Cambodia, Cameroon, Canada, Chad,
Chile, China, Colombia, Croatia, Cuba, Cyprus, Denmark, Ecuador, Egypt, Estonia, Ethiopia, Finland,
France, Germany, Ghana, Greece, Guatemala, Haiti, Honduras, Hungary, Iceland, India, Indonesia,
Iran, Iraq, Ireland, Israel, Italy, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kosovo, Kuwait, Laos,
Latvia, Lebanon, Libya, Lithuania, Madagascar, Malaysia, Mali, Malta, Mexico, Moldova, Mongolia,
Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nepal, Nicaragua, Nigeria, Norway, Oman,
Pakistan, Panama, Paraguay, Peru, Poland, Portugal, Qatar, Romania, Russia, Rwanda, Senegal, Serbia,
Singapore, Slovakia, Slovenia, Somalia, Spain, Sudan, Sweden, Switzerland, Syria, Taiwan, Tanzania,
Thailand, Tunisia, Turkey, Uganda, Ukraine, Uruguay, Venezuela, Vietnam, Yemen, Zambia, Zimbabwe,
South Korea, North Korea, South Africa, New Zealand, Saudi Arabia, Sri Lanka, Costa Rica, England,
Scotland, Wales
"""
_NAMED_WITH_THE = "United States, United Kingdom, Netherlands, Philippines, Bahamas, Maldives"
_CITIES = """
Amsterdam, Ankara, Athens, Atlanta, Auckland, Baghdad, Baltimore, Bangkok, Barcelona, Beijing,
Beirut, Belfast, Belgrade, Berlin, Birmingham, Bogotá, Boston, Brasília, Brisbane, Brussels,
Bucharest, Budapest, Busan, Cairo, Calgary, Canberra, Caracas, Chicago, Cologne, Copenhagen,
Dallas, Damascus, Delhi, Denver, Detroit, Dhaka, Doha, Dubai, Dublin, Edinburgh, Frankfurt, Geneva,
Glasgow, Hamburg, Hanoi, Havana, Helsinki, Houston, Islamabad, Istanbul, Jakarta, Jerusalem,
Johannesburg, Kabul, Karachi, Khartoum, Kyiv, Kyoto, Lagos, Lahore, Leeds, Lima, Lisbon, Liverpool,
London, Lyon, Madrid, Manchester, Manila, Marseille, Melbourne, Miami, Milan, Minneapolis, Montreal,
Moscow, Mumbai, Munich, Nagoya, Nairobi, Naples, Nashville, Osaka, Oslo, Ottawa, Paris, Perth,
Philadelphia, Phoenix, Pittsburgh, Portland, Prague, Pyongyang, Riyadh, Rome, Rotterdam, Santiago,
Seattle, Seoul, Shanghai, Sofia, Stockholm, Sydney, Taipei, Tallinn, Tehran, Tokyo, Toronto, Tripoli,
Tunis, Vancouver, Vienna, Vilnius, Warsaw, Zagreb, Zurich, New Delhi, Hong Kong, Los Angeles,
San Francisco, Las Vegas, New Orleans, Buenos Aires, Rio de Janeiro, Tel Aviv, Cape Town,
Kuala Lumpur, San Diego, St. Louis, Mexico City
"""
_STATES = """
Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Hawaii,
Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts,
Michigan, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey,
New Mexico, North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island,
South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, Virginia, West Virginia, Wisconsin,
Wyoming, Ontario, Quebec, Alberta, Queensland, Victoria, Bavaria
"""
_CONTINENTS = "Africa, Asia, Europe, South America, North America"
_DEMONYMS = """
Afghan, Albanian, American, Argentine, Australian, Austrian, Belgian, Brazilian, British, Bulgarian,
Canadian, Chilean, Chinese, Colombian, Cuban, Danish, Dutch, Egyptian, Ethiopian, Finnish, French,
German, Greek, Hungarian, Indian, Indonesian, Iranian, Iraqi, Irish, Israeli, Italian, Japanese,
Jordanian, Kenyan, Lebanese, Libyan, Malaysian, Mexican, Moroccan, Nigerian, Norwegian, Pakistani,
Palestinian, Peruvian, Polish, Portuguese, Romanian, Russian, Saudi, Scottish, Serbian, Somali,
Spanish, Sudanese, Swedish, Swiss, Syrian, Taiwanese, Thai, Turkish, Ukrainian, Venezuelan,
Vietnamese, South Korean, North Korean, South African
"""
_FIRST_NAMES = """
Aaron Adam Ahmed Alan Albert Alejandro Alex Alexander Alice Amanda Amy Ana Andrea Andrew Angela Anna
Anne Anthony Antonio Barbara Ben Benjamin Brian Carlos Carol Caroline Catherine Charles Charlotte
Chris Christine Christopher Claire Daniel David Deborah Diana Donald Edward Elena Elizabeth Emily
Emma Emmanuel Eric Fatima Francis Frank Gary George Grace Hannah Hassan Helen Henry Hiroshi Ibrahim
Ivan Jack Jacob James Jane Janet Jason Javier Jean Jeff Jennifer Jessica Jim Joe Johan John Jonathan
Jorge José Joseph Juan Julia Julie Karen Kate Katherine Keith Ken Kevin Larry Laura Lee Linda Lisa
Lloyd Louis Lucy Luis Luke Marco Margaret Maria Marie Mark Martin Mary Matthew Michael Michelle Miguel
Mike Mohammed Muhammad Nancy Natalie Neil Nicholas Nicole Oliver Olivia Olga Pablo Patricia Patrick
Paul Pedro Peter Philip Rachel Ralph Raymond Rebecca Richard Robert Roger Ronald Rosa Russell Ruth
Ryan Samuel Sandra Sara Sarah Scott Sean Sergei Sharon Simon Sofia Sophie Stephen Steve Steven Susan
Tim Thomas Timothy Tom Tony Victoria Vladimir Walter Wendy William Yuki Yusuf
"""
_SURNAMES = """
Anderson Baker Bennett Brooks Carter Clarke Collins Cooper Davies Dawson Edwards Fischer Foster
Garcia Griffin Hamilton Harris Hughes Jensen Keller Lambert Larsen Lindqvist Lopez Marshall Mendes
Mitchell Moreau Morgan Novak Okafor Parker Petrov Phillips Ramirez Reynolds Richards Rossi Santos
Sato Schneider Sharma Silva Stewart Sullivan Tanaka Turner Walker Watson Webb
"""


def _listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


PLACE_KIND: dict[str, str] = {
    **dict.fromkeys(_listed(_COUNTRIES), "country"),
    **dict.fromkeys(_listed(_NAMED_WITH_THE), "country"),
    **dict.fromkeys(_listed(_CITIES), "city"),
    **dict.fromkeys(_listed(_STATES), "state"),
    **dict.fromkeys(_listed(_CONTINENTS), "continent"),
}
"""What kind of place each known place is; only places of a kind are exchanged."""
WITH_THE = frozenset(_listed(_NAMED_WITH_THE))
"""The places that stand with ``the``."""
PLACES: dict[tuple[str, bool], list[str]] = {}
for _place, _kind in PLACE_KIND.items():
    PLACES.setdefault((_kind, _place in WITH_THE), []).append(_place)
DEMONYMS = frozenset(_listed(_DEMONYMS))
FIRST_NAMES = frozenset(_FIRST_NAMES.split())
SURNAMES = tuple(_SURNAMES.split())
ORGANISATION_ENDS = listed("""Ministry Agency Department Corporation Inc Corp University Council Committee Party Bank Group
    Court Association Union Institute Office Service Authority Board Company Police Army Navy Guard
    Force Forces Commission Parliament Congress Senate House Government Federation Foundation Fund
    League Society Organization Organisation Bureau Administration Times Post News Journal Airlines
    College Hospital Center Centre Airport""")
PERSON_TITLES = listed(
    """Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir Lord Lady President Minister Chancellor Secretary General Gen
    Gen. Admiral Sen Sen. Senator Rep Rep. Representative Governor Gov Gov. Mayor King Queen Prince
    Princess Pope Justice Judge Captain Colonel Professor Prof Prof. Chairman Spokesman Spokeswoman
    Ambassador Speaker"""
)
"""The titles that a person's name follows."""
TITLES = listed("""Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir Lord Lady President Prime Minister Ministers Chancellor
    Secretary General Gen Gen. Admiral Sen Sen. Senator Rep Rep. Representative Governor Gov Gov. Mayor
    King Queen Prince Princess Pope Chief Director Justice Judge Defense Defence Foreign Deputy Vice
    Vice-President Captain Colonel Professor Prof Prof. Chairman Spokesman Spokeswoman Attorney State
    Treasury Finance Interior Ambassador Speaker""")
NO_NAMES = listed("""I A An The It He She We They You This That These Those There In On At By For From But And Or If
    When While As After Before Since Although Though However Meanwhile Because Its His Her Their Our
    My No Not Some Many Most Several All Both Each Every One Two Three Four Five Six Seven Eight Nine
    Ten Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
    July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
    Officials Police People Authorities According With Under During Despite About Earlier Later What
    Who Which Where Why How To Of Also Only Even Now Then Today Yesterday Such Other Another Nearly
    Almost More Less Over Hundreds Thousands Dozens Last Next First Second Third So Yet Still EDT EST BST GMT UTC PDT PST CET CEO CFO TV CCTV DVD QC ID
    TODAY Additional Further Federal""")
