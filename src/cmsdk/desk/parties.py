"""Who is proceeded against in the enforcement files of a case (当事人); personal data, kept apart from the files."""

from cmsdk.contract.ports import Ledger, MatterQuery
from cmsdk.model.report import Person
from cmsdk.work.enforcement.forms import FileForms

KIND = "enforcement"
"""What the ledger calls the streams of enforcement files."""


def party_key(city: str, party: str) -> str:
    """Under which a party's data stand: apart from those of reporters and of other cities' parties."""
    return f"party:{city}:{party}"


def parties(ledger: Ledger, city: str, case_id: str) -> tuple[Person, ...]:
    """Those of all files of a case whom the ledger knows."""
    matters = ledger.matters(MatterQuery(city=city, kind=KIND, case=case_id))
    if not matters:  # as on nearly all cases; to make the forms costs more than to ask
        return ()
    forms = FileForms()
    files = (forms.file(matter.form) for matter in matters)
    keys = dict.fromkeys(party_key(city, file.party) for file in files if file.party)
    return tuple(person for key in keys if (person := ledger.person(key)))
