"""The coverage as one HTML page that needs nothing else: the counts, a map of all operations by tag, and each operation in detail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from mockclio.openapi.surface import HANDSHAKE, NOTHING, Offer, events, is_covered, offers
from mockclio.testing.coverage.report import NAMES, Report
from mockclio.testing.coverage.style import SCRIPT, STYLE

Seen = Mapping[str, Any]
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
LEVELS = ((0.6, "most"), (0.25, "some"), (0.0, "little"))
"""The least share of an operation's offer that was used, and the class of its place on the map."""
WORDS = {
    "most": "most of it used",
    "some": "some of it used",
    "little": "little of it used",
    "refused": "refused only",
    "none": "not used",
}


def write_page(report: Report, folder: Path) -> Path:
    """Write `index.html` into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_text(page(report), "utf-8")
    return path


def page(report: Report) -> str:
    """The page as text."""
    chosen = [offer for offer in offers() if not report.tags or offer.tag in report.tags]
    tags = [(tag, list(members)) for tag, members in groupby(chosen, key=lambda offer: offer.tag)]
    seen = {offer.id: report.covered["operations"].get(offer.id) or NOTHING for offer in chosen}
    parts = [
        _counts(report),
        _legend(),
        '<section id="map">',
        *(_card(tag, members, seen) for tag, members in tags),
        "</section>",
        "" if report.tags else _events(report.covered["events"]),
        *(f"<h2>{escape(tag)}</h2>{''.join(_details(offer, seen[offer.id]) for offer in members)}" for tag, members in tags),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Coverage of the Clio API</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Coverage of the Clio API</h1>\n"
        + "\n".join(filter(None, parts))
        + f"\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _counts(report: Report) -> str:
    rows = (
        f"<tr><th>{NAMES[name]}</th><td>{count.covered:,} of {count.of:,}</td>"
        f'<td><meter min="0" max="100" value="{count.percent:.1f}">{count.percent:.1f}%</meter></td></tr>'
        for name, count in report.counts.items()
    )
    return f'<table id="counts">{"".join(rows)}</table>'


def _legend() -> str:
    return '<p id="legend">' + " ".join(f'<span class="{name}">GET</span> {text}' for name, text in WORDS.items()) + "</p>"


def _card(tag: str, members: list[Offer], seen: dict[str, Seen]) -> str:
    covered = sum(is_covered(seen[offer.id]) for offer in members)
    places = "".join(_place(offer, seen[offer.id]) for offer in members)
    return f"<div><h3>{escape(tag)} <small>{covered} of {len(members)}</small></h3><p>{places}</p></div>"


def _place(offer: Offer, seen: Seen) -> str:
    level = _level(offer, seen)
    text = escape(f"{offer.method} {offer.path}: {WORDS[level]}, {_calls(seen)}")
    return f'<a class="{level}" href="#{_anchor(offer)}" title="{text}">{offer.method}</a>'


def _level(offer: Offer, seen: Seen) -> str:
    if not is_covered(seen):
        return "refused" if seen["calls"] else "none"
    offered = [*offer.parameters, *offer.fields, *offer.attributes]
    covered = {*seen["parameters"]} & {*offer.parameters}, {*seen["fields"]} & {*offer.fields}, {*seen["body"]} & {*offer.attributes}
    share = sum(map(len, covered)) / len(offered) if offered else 1.0
    return next(level for least, level in LEVELS if share >= least)


def _calls(seen: Seen) -> str:
    total = sum(seen["calls"].values())
    return f"{total:,} call{'s' if total != 1 else ''}"


def _anchor(offer: Offer) -> str:
    return offer.id.replace("#", "-").replace(" ", "-")


def _details(offer: Offer, seen: Seen) -> str:
    message = ", ".join(f"{number:,} x {status}" for status, number in seen["calls"].items()) or "no calls"
    parts = [
        _names("parameters", [_parameter(name, values, seen["parameters"]) for name, values in offer.parameters.items()]),
        _names("fields", [_field(name, seen["fields"]) for name in offer.fields]),
        _names("attributes", [_marked(name, name in seen["body"]) for name in offer.attributes]),
        _names("errors", [_error(status, seen["errors"]) for status in _statuses(offer, seen)]),
        _names("faults", [_marked(kind, True) for kind in seen["faults"]]),
    ]
    return (
        f'<details id="{_anchor(offer)}"><summary class="{_level(offer, seen)}"><code>{offer.method} {escape(offer.path)}</code> '
        f"<small>{escape(offer.id)}: {message}</small></summary>{''.join(parts)}</details>\n"
    )


def _statuses(offer: Offer, seen: Seen) -> list[str]:
    """The refusals that the document lists, and those that came besides."""
    return sorted({*map(str, offer.errors), *seen["errors"]})


def _names(title: str, marked: list[str]) -> str:
    return f"<p><em>{title}</em> {' '.join(marked)}</p>" if marked else ""


def _parameter(name: str, values: Collection[str], seen: dict[str, list[str]]) -> str:
    shown = f"{escape(name)}{_inside(_marked(value, value in seen.get(name, ())) for value in values)}" if values else escape(name)
    return _wrapped(shown, name in seen)


def _field(name: str, seen: list[str]) -> str:
    inner = [field.partition(".")[2] for field in seen if field.startswith(f"{name}.")]
    return _wrapped(escape(name) + (f"{{{','.join(map(escape, inner))}}}" if inner else ""), name in seen)


def _error(status: str, seen: dict[str, list[str]]) -> str:
    kinds = ", ".join(seen.get(status, ()))
    return _marked(f"{status} {kinds}".strip(), status in seen)


def _inside(marked: Iterable[str]) -> str:
    return f" ({' '.join(marked)})"


def _marked(text: str, covered: bool) -> str:
    return _wrapped(escape(text), covered)


def _wrapped(html: str, covered: bool) -> str:
    """Used names are strong, others are not; the difference is not in the colour alone."""
    return f"<b>{html}</b>" if covered else f"<i>{html}</i>"


def _events(covered_events: list[str]) -> str:
    ordered = [HANDSHAKE, *(event for event in events() if event != HANDSHAKE)]
    return f"<h2>Webhook events</h2><p>{' '.join(_marked(event, event in covered_events) for event in ordered)}</p>"
