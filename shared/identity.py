"""Who acts: short-lived signed tokens that every service verifies by a public key, roles and organisation scope."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pwdlib import PasswordHash
from pydantic import Field

from shared.contracts.types import Contract, Line, Person, Slug
from shared.errors import DomainError, Kind, forbidden
from shared.language.vietnamese import nfc

ISSUER = "sangkien"
TOKEN_LIFE = timedelta(minutes=30)
EVERYWHERE = "all"

_argon2 = PasswordHash.recommended()


class Role(StrEnum):
    """What a person may do in an organisation."""

    CLERK = "clerk"
    HEAD = "head"
    REVIEWER = "reviewer"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


SUBMITTING = frozenset({Role.CLERK, Role.HEAD})


class Grant(Contract):
    """A role in an organisation; ``all`` for the whole suite (administrators and operators).

    `since` and `until` are the first and the last day, in Vietnam, on which it holds; None: without bound.
    """

    role: Role
    organisation: Slug
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Actor(Contract):
    """The signed-in person: an office's account, its home organisation and its grants."""

    account: Slug
    name: Line
    organisation: Slug
    grants: tuple[Grant, ...] = ()
    names: dict[Slug, Line] = Field(default_factory=dict)
    """Short names of the home organisation and of those the person reviews for, as the token's issuer knows them."""

    def named(self, names: Mapping[str, str]) -> "Actor":
        return self.model_copy(update={"names": dict(names)})

    def name_of(self, organisation: str) -> str:
        """An organisation's name for people, its id where the token does not carry one."""
        return self.names.get(organisation, organisation)

    def reviewing(self) -> tuple[str, ...]:
        """The organisations on whose cases the person works; ``all`` is no desk of its own."""
        return tuple(found for found in self.organisations(Role.REVIEWER, Role.LEADER) if found != EVERYWHERE)

    def reads_figures(self) -> bool:
        return bool(self.organisations(Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR))

    def has(self, role: Role, organisation: str) -> bool:
        return any(g.role is role and g.organisation in {organisation, EVERYWHERE} for g in self.grants)

    def organisations(self, *roles: Role) -> tuple[str, ...]:
        """Where the person holds one of the roles, in the order of the grants, each once."""
        return tuple(dict.fromkeys(g.organisation for g in self.grants if g.role in roles))

    def may_submit_for(self, organisation: str) -> bool:
        return any(g.role in SUBMITTING and g.organisation == organisation for g in self.grants)

    def belongs_to(self, organisation: str) -> bool:
        """Whether a submission of this organisation is the person's own matter, on which he must not decide."""
        return self.organisation == organisation or self.may_submit_for(organisation)

    def require(self, role: Role, organisation: str) -> None:
        """Raises DomainError ``role_missing`` when the person does not hold the role there."""
        if not self.has(role, organisation):
            raise forbidden("role_missing", role=role.value, organisation=organisation)

    def acting_for(self, organisation: str) -> Person:
        return Person(account=self.account, name=self.name, organisation=organisation)


def make_keys() -> tuple[str, str]:
    """A fresh Ed25519 pair as PEM texts: private, public."""
    key = OKPKey.generate_key("Ed25519", auto_kid=False)
    return key.as_pem(private=True).decode(), key.as_pem(private=False).decode()


class Signer:
    """Issues tokens; only registration holds the private key."""

    def __init__(self, private_key: str) -> None:
        self._key = OKPKey.import_key(private_key)

    def sign(self, actor: Actor, now: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "sub": actor.account,
            "iat": int(now.timestamp()),
            "exp": int((now + TOKEN_LIFE).timestamp()),
            "actor": actor.model_dump(mode="json"),
        }
        return jwt.encode({"alg": "Ed25519"}, claims, self._key, algorithms=["Ed25519"])


class Verifier:
    """Reads tokens by the public key. Tokens live by the machine's clock, never by a practice clock."""

    def __init__(self, public_key: str) -> None:
        self._key = OKPKey.import_key(public_key)

    def read(self, token: str, now: datetime) -> Actor:
        """The actor. Raises DomainError ``token_invalid`` or ``token_expired``."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["Ed25519"]).claims
            expires, raw = int(claims["exp"]), dict(claims["actor"])
            if claims["iss"] != ISSUER:
                raise ValueError("another issuer")
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise DomainError("token_invalid", Kind.UNAUTHENTICATED) from error
        if now.timestamp() >= expires:
            raise DomainError("token_expired", Kind.UNAUTHENTICATED)
        return Actor.read(raw)


async def hash_password(password: str) -> str:
    """Argon2 off the event loop. Text is normalised first: the same password in NFD must fit."""
    return await asyncio.to_thread(_argon2.hash, nfc(password))


async def password_fits(password: str, hashed: str) -> bool:
    """Whether it is the password of which this is the hash."""
    try:
        return await asyncio.to_thread(_argon2.verify, nfc(password), hashed)
    except ValueError:
        return False


AT_HOME = (Role.CLERK, Role.HEAD, Role.LEADER)


def homes(actor: Actor) -> frozenset[str]:
    """The organisations whose own matters the person sees, drafts included."""
    return frozenset({actor.organisation, *actor.organisations(*AT_HOME)}) - {EVERYWHERE}
