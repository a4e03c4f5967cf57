"""What is said of a result, in words."""

from shared.forms.results.model import Figure, Result
from shared.language.vietnamese import format_number


def figure_text(figure: Figure) -> str:
    """A figure as Vietnam writes it: "Số bài: 1.234,5 bài"."""
    unit = figure.unit if figure.unit == "%" else f" {figure.unit}" if figure.unit else ""
    return f"{figure.name}: {format_number(figure.value)}{unit}"


def result_texts(result: Result) -> dict[str, str]:
    """A result's texts by column, in the order in which the form asks."""
    return {
        "done_on": result.done_on.text if result.done_on else "",
        "result": result.result,
        "reason": result.reason,
        "new_expected": result.new_expected.text if result.new_expected else "",
        "forecast": result.forecast,
        "figures": "\n".join(map(figure_text, result.figures)),
        "evidence": result.evidence,
    }
