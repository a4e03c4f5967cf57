"""A plan with random forms, filled in without any service: what its kinds make of random drafts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from services.registration.campaigns.model.forms import shaped
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import Version
from shared.contracts.types import Person
from shared.forms.columns.checks import column_faults
from shared.forms.draft import Draft
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from tests.property.columns import amended
from tests.property.drafts import Writing
from tests.property.forms import added_columns, random_forms
from tests.reporting_samples import START, campaign

PERSON = Person(account="vt", name="Văn thư", organisation="don-vi")
TRIES = 20


@dataclass
class Plan:
    """An announced plan and what one organisation delivered of its forms, each version in the shape of its day."""

    random: Random
    campaign: Campaign
    delivered: dict[FormPeriod, list[Version]] = field(default_factory=dict)

    @classmethod
    def made(cls, seed: int) -> "Plan":
        random = Random(seed)
        return cls(random, campaign(["don-vi"]).model_copy(update={"forms": random_forms(random)}))

    def form(self, code: str) -> Form:
        found = self.campaign.form(code)
        assert found is not None
        return found

    @property
    def asked(self) -> list[FormPeriod]:
        """Every form in one of its periods."""
        return [form.asked_in(self.random.choice(form.periods)) for form in self.campaign.forms]

    def filling(self, asked: FormPeriod) -> Filling:
        form = self.form(asked.form)
        period = form.period(asked.period)
        assert period is not None
        return Filling(self.campaign, form, period, START, tuple(self._basis(form)))

    def _basis(self, form: Form) -> Iterator[Item]:
        """What was delivered last of the form that it answers."""
        for asked, versions in self.delivered.items():
            if asked.form == form.answers:
                yield from versions[-1].content.items

    def draft(self, asked: FormPeriod, *, careful: bool = True) -> Draft:
        filling, random = self.filling(asked), self.random
        kind, before = kind_of(filling.form), self.delivered.get(asked, ())
        fields = [one.code for one in self.campaign.fields]
        last = before[-1].content if before else None
        writing = Writing(random, filling.form, fields, filling.basis, last, careful=careful)
        typed = kind.typed.model_validate(writing.body())
        return kind.composed(typed, kind.blank(), [f"x{random.getrandbits(60):x}" for _ in range(9)])

    def deliver(self, asked: FormPeriod) -> Version | None:
        """The next version, where a draft of some tries has no faults."""
        filling = self.filling(asked)
        kind = kind_of(filling.form)
        drafts = (self.draft(asked) for _ in range(TRIES))
        draft = next((draft for draft in drafts if not kind.faults(draft, filling)), None)
        if draft is None:
            return None
        versions, content = self.delivered.setdefault(asked, []), kind.content_of(draft, filling)
        version = Version(
            number=len(versions) + 1,
            content=content,
            recipients=self.campaign.recipients,
            delivered_at=START,
            delivered_by=PERSON,
            late=False,
            shape=filling.form.shape,
        )
        versions.append(version)
        return version

    def amend(self) -> None:
        """An administrator changes the columns of a form, as far as that may be."""
        form = self.random.choice(self.campaign.forms)
        added = added_columns(form)
        own = [column for column in form.columns if column not in added]
        columns = (*own, *amended(self.random, added))
        if not any(column_faults(columns)):
            forms = [f if f is not form else form.model_copy(update={"columns": columns}) for f in self.campaign.forms]
            said = {name: getattr(self.campaign, name) for name in CampaignDefinition.model_fields}
            written = shaped(CampaignDefinition(**said | {"forms": tuple(forms)}), self.campaign, announced=True)
            self.campaign = self.campaign.model_copy(update={"forms": written.forms})
