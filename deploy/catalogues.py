"""Brings the English catalogues (``en.po``) up to what the templates and ``messages.yaml`` say in Vietnamese."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from shared.language.catalogue import SHARED, SentenceKey, codes

ROOT = Path(__file__).parent.parent
# Where a catalogue lies, and the folder whose templates it translates.
CATALOGUES = {SHARED: ROOT / "shared"} | {
    file.parent: file.parent
    for place in ("services/*", "shared/forms/*")
    for file in ROOT.glob(f"{place}/messages.yaml")
}
HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def sentences(folder: Path) -> Iterator[SentenceKey]:
    """Everything that a catalogue must translate."""
    yield from codes(folder).items()
    others = [place for place in CATALOGUES.values() if place != folder and CATALOGUES[folder] in place.parents]
    for template in CATALOGUES[folder].rglob("templates/**/*.html"):
        if any(place in template.parents for place in others):
            continue
        for sentence in texts(template.read_text(encoding="utf-8")):
            yield "", sentence


def texts(template: str) -> Iterator[str]:
    """The sentences that a template gives to ``_``. Raises ValueError where one is a variable: it cannot be found."""
    parsed = Environment(autoescape=True).parse(template)
    for line, _, arguments in extract_from_ast(parsed, ("_",)):
        sentence = arguments[0] if isinstance(arguments, tuple) else arguments
        if sentence is None:
            raise ValueError(f"line {line}: _() takes the sentence itself; what varies is a code, for say()")
        yield sentence


def updated(folder: Path) -> Catalog:
    """The catalogue with exactly what is said: new sentences are empty, none is guessed from a similar one."""
    wanted = Catalog()
    for code, sentence in sentences(folder):
        wanted.add(sentence, context=code or None)
    with (folder / "en.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    catalogue.update(wanted, no_fuzzy_matching=True)
    return catalogue


def po_text(catalogue: Catalog) -> str:
    """The file's text, in an order and a width that let unrelated changes merge."""
    file = BytesIO()
    write_po(file, catalogue, width=0, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEADER + file.getvalue().decode()


def main() -> None:
    """Writes every catalogue and tells which sentences still have no English."""
    for folder in CATALOGUES:
        catalogue, file = updated(folder), folder / "en.po"
        file.write_text(po_text(catalogue), encoding="utf-8")
        for message in catalogue:
            if message.id and not message.string:
                print(f"{file.relative_to(ROOT)} has no English of: {message.id}")


if __name__ == "__main__":
    main()
