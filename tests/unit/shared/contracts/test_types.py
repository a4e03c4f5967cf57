import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any, Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from shared.contracts.types import Contract, Instant, Line, OptionalParagraph, Paragraph, Slug
from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod


def error_of(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return caught.value.errors()[0]["type"]


def accept(kind: Any, value: object) -> object:
    return TypeAdapter(kind).validate_python(value)


def test_text_is_kept_in_its_stored_form() -> None:
    assert accept(Line, normalize("NFD", " Năm\t2022 ")) == "Năm 2022"
    assert accept(Line, normalize("NFD", "ệ" * 300)) == "ệ" * 300
    assert accept(Paragraph, "một\r\nhai ") == "một\nhai"
    assert accept(OptionalParagraph, " \n ") == ""


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        (Line, "  ", "string_too_short"),
        (Line, "\u200b\ufeff", "string_too_short"),
        (Line, "á" * 301, "string_too_long"),
        (Line, "một\nhai", "text_not_one_line"),
        (Line, "một\u2028hai", "text_not_one_line"),
        (Line, "một\x00", "text_not_allowed"),
        (Line, "\ud800", "text_not_allowed"),
        (Line, 5, "string_type"),
        (Line, b"x", "string_type"),
        (Line, None, "string_type"),
        (Paragraph, "\n", "string_too_short"),
        (Paragraph, "á" * 10_001, "string_too_long"),
        (OptionalParagraph, "á" * 10_001, "string_too_long"),
        (OptionalParagraph, None, "string_type"),
        (Slug, "", "string_pattern_mismatch"),
        (Slug, "-a", "string_pattern_mismatch"),
        (Slug, "a-", "string_pattern_mismatch"),
        (Slug, "a\n", "string_pattern_mismatch"),
        (Slug, "ubnd.tan-binh", "string_pattern_mismatch"),
        (Slug, "sở-y-tế", "string_pattern_mismatch"),
        (Slug, "a" * 65, "string_pattern_mismatch"),
        (Slug, 1, "string_type"),
        (Instant, datetime(2022, 5, 13), "instant_naive"),  # noqa: DTZ001
        (Instant, "2022-05-13T10:00:00", "instant_naive"),
        (Instant, "2022-05-13", "instant_unreadable"),
        (Instant, "1652407200", "instant_unreadable"),
        (Instant, 1652407200, "instant_unreadable"),
        (Instant, "0001-01-01T00:00:00+07:00", "instant_out_of_range"),
        (Instant, "2022-02-30T00:00:00Z", "datetime_from_date_parsing"),
    ],
)
def test_bad_input_is_refused_with_a_code(kind: Any, value: object, error: str) -> None:
    assert error_of(kind, value) == error


@pytest.mark.parametrize("slug", ["a", "7", "ttyt-tan-binh", "a" * 64])
def test_a_slug_fits_a_routing_key(slug: str) -> None:
    assert accept(Slug, slug) == slug


def test_an_instant_has_one_form_on_the_wire() -> None:
    kind: TypeAdapter[datetime] = TypeAdapter(Instant)
    instant = kind.validate_python("2022-05-13T10:00:00.123999+07:00")
    assert instant == datetime(2022, 5, 13, 3, 0, 0, 123_000, tzinfo=UTC)
    assert kind.dump_json(instant) == b'"2022-05-13T03:00:00.123Z"'
    assert kind.dump_json(datetime(2022, 5, 13, 3, tzinfo=UTC)) == b'"2022-05-13T03:00:00.000Z"'
    for mode in ("validation", "serialization"):
        assert kind.json_schema(mode=mode) == {"type": "string", "format": "date-time"}


class Reader(Contract):
    at: Instant


INSTANTS = st.datetimes(
    datetime(1, 1, 3),  # noqa: DTZ001
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]),
)


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_strings(one: datetime, other: datetime) -> None:
    first, second = Reader(at=one), Reader(at=other)
    written = [reader.model_dump(mode="json")["at"] for reader in (first, second)]
    assert (written[0] < written[1]) is (first.at < second.at)
    assert len(written[0]) == 24
    assert Reader.read({"at": written[0]}) == first


class Registered(Contract):
    kind: Literal["registered"] = "registered"
    name: Line


class Settled(Contract):
    kind: Literal["settled"] = "settled"
    at: Instant


class Parent(Contract):
    id: Slug
    child: Registered
    many: tuple[Registered, ...] = ()
    named: dict[Slug, Registered] = Field(default_factory=dict)
    tagged: Annotated[Registered | Settled, Field(discriminator="kind")]
    either: Registered | Settled | None = None
    due: Deadline
    expected: CompletionPeriod


def parent() -> Parent:
    return Parent(
        id="a",
        child=Registered(name="x"),
        many=(Registered(name="y"),),
        named={"k": Registered(name="z")},
        tagged=Settled(at=datetime(2022, 5, 13, 3, tzinfo=UTC)),
        either=Registered(name="t"),
        due=Deadline.parse("10 giờ 13/5/2022"),
        expected=CompletionPeriod.parse("Quý IV/2022"),
    )


def with_news(value: Any, inside_map: bool = False) -> Any:
    """The same JSON from a newer writer: every object has one more field."""
    if isinstance(value, list):
        return [with_news(one) for one in value]
    if not isinstance(value, dict):
        return value
    grown = {key: with_news(one, inside_map=key == "named") for key, one in value.items()}
    return grown if inside_map else {**grown, "from_the_future": {"x": 1}}


def test_a_contract_survives_json() -> None:
    assert Parent.read(json.loads(parent().model_dump_json())) == parent()
    assert Parent.read(parent().model_dump(mode="json")) == parent()


def test_a_reader_ignores_what_it_does_not_know_at_every_depth() -> None:
    newer = with_news(parent().model_dump(mode="json"))
    assert newer["many"][0]["from_the_future"]
    assert Parent.read(newer) == parent()


def test_a_reader_still_needs_what_it_knows() -> None:
    with pytest.raises(ValidationError):
        Registered.read({"kind": "registered", "nam": "x"})


def test_a_writer_may_not_add_or_change_fields() -> None:
    with pytest.raises(ValidationError):
        Registered.model_validate({"name": "x", "nmae": "y"})
    with pytest.raises(ValidationError):
        Registered(name="x").name = "y"  # type: ignore[misc]


def test_schemas_of_all_types_can_be_published() -> None:
    for mode in ("validation", "serialization"):
        schema = TypeAdapter(Parent).json_schema(mode=mode)
        assert schema["additionalProperties"] is False
        assert json.dumps(schema)
