"""Pure: capitalised words before a surname that are not given names."""

TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir lord lady king queen prince princess president premier
    chancellor minister secretary ambassador envoy senator governor mayor judge gen general lt
    lieutenant col colonel maj major capt captain sgt sergeant adm admiral commander marshal chief
    chairman spokesman spokeswoman spokesperson director mullah maulvi maulawi sheikh imam ayatollah
    haji qari pope herr frau monsieur madame señor señora господин госпожа генерал президент министр
    посол""".split()
)

# Words that start sentences. Words that also occur in lower case in the text need not be listed.
OPENERS = frozenset(
    """a about according after again against all also although amid among an and another any as
    asked at because before both but by despite during each earlier even every finally
    first for from further given however if in indeed instead it its last late later like
    meanwhile more moreover most neither nevertheless next no nor not now on once one only
    or other our out outside over perhaps recently said second shortly since so some soon
    still such than that the their then there therefore these they this those though
    through thus today together tomorrow tonight towards two under unlike until upon was
    we what when where whereas whether which while who whom whose why with within without
    yesterday yet monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december""".split()
)
