"""What registration needs beside the common settings."""

from pathlib import Path
from typing import Self

from joserfc.errors import JoseError
from pydantic import SecretStr, model_validator

from shared.clock import system_clock
from shared.errors import DomainError
from shared.identity import Actor, Signer, Verifier
from shared.settings import PREFIX, Settings


class RegistrationSettings(Settings):
    """`token_private_key`: Ed25519, PEM; only this service holds it.

    `seed_folder` holds ``organisations.yaml``, ``accounts.yaml`` and ``campaigns.yaml`` for the first start.
    `administrator_password` is the first password of the seeded accounts that administer everything, to be changed
    at the first sign-in.
    """

    token_private_key: SecretStr
    seed_folder: Path | None = None
    administrator_password: SecretStr | None = None

    @model_validator(mode="after")
    def keys_belong_together(self) -> Self:
        """A token that nobody can verify would send every person back to the sign-in for ever."""
        probe = Actor(account="probe", name="probe", organisation="probe")
        now = system_clock()
        try:
            token = Signer(self.token_private_key.get_secret_value()).sign(probe, now)
            Verifier(self.token_public_key).read(token, now)
        except (DomainError, JoseError, ValueError) as error:
            raise ValueError(
                f"{PREFIX}TOKEN_PRIVATE_KEY and {PREFIX}TOKEN_PUBLIC_KEY must be an Ed25519 pair in PEM form"
            ) from error
        return self

    @property
    def secure_cookies(self) -> bool:
        """Whether browsers may send the cookies over https only."""
        return self.public_url.startswith("https:")
