"""Names for the objects and enumerations inside the schemas of the exported document, so that generators make readable class names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
NAMED = ("type", "title", "enum", "properties", "required", "maxLength")
"""The keywords that move into the named schema. Others, such as a description, belong to the place where it is used."""


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def pascal(name: str) -> str:
    """`Matter#create` and `tax_settings` as class names."""
    words = "".join(sign if sign.isalnum() else " " for sign in name).split()
    return "".join(word[0].upper() + word[1:] for word in words)


def identity(name: str) -> str:
    """What generators make of a name at the least: two names with one identity become the same class."""
    return "".join(sign for sign in name if sign.isalnum()).lower()


def named(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The same schemas, with every object and enumeration inside them as a schema of its own, and a reference in its place."""
    names = _Names(schemas)
    for name in sorted(schemas, key=lambda name: (not name.endswith("_base"), name)):  # records first: bodies take over their names
        names.results[name] = names.inside(schemas[name], name.removesuffix("_base"))
    return dict(sorted(names.results.items()))


class _Names:
    """The named schemas so far."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.results: dict[str, Schema] = {}
        self._taken: dict[str, Schema | None] = {identity(name): None for name in schemas}
        self._schemas = frozenset(self._taken)
        self._titled: dict[str, list[Schema]] = {}
        for content in _titled(list(schemas.values())):
            self._titled.setdefault(identity(content["title"]), []).append(content)

    def inside(self, schema: Schema, owner: str) -> Schema:
        """The schema with references to what its properties hold."""
        results = dict(schema)
        if "properties" in schema:
            results["properties"] = {name: self._moved(inner, owner, name) for name, inner in schema["properties"].items()}
        if "allOf" in schema:
            results["allOf"] = [self.inside(part, owner) for part in schema["allOf"]]
        return results

    def _moved(self, schema: Schema, owner: str, name: str) -> Schema:
        """What stands at a property: a reference, if there is something to name."""
        if schema.get("type") == "array":
            return {**schema, "items": self._moved(schema["items"], owner, name.removesuffix("s"))}
        if "enum" not in schema and "properties" not in schema:
            return schema
        type_names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        content = {key: value for key, value in schema.items() if key in NAMED} | {"type": type_names[0]}
        if "enum" in content:
            content["enum"] = [value for value in content["enum"] if value is not None]
        to = reference(self._object(content, owner, name) if "properties" in content else self._enumeration(content, owner, name))
        use = {key: value for key, value in schema.items() if key not in NAMED}
        return {"anyOf": [to, {"type": "null"}], **use} if "null" in type_names else {**to, **use}

    def _object(self, content: Schema, owner: str, name: str) -> str:
        title = content.pop("title")
        chosen = title if self._is_unique(title) else owner + pascal(name)
        return self._claim(self.inside(content, chosen), chosen)

    def _enumeration(self, content: Schema, owner: str, name: str) -> str:
        """The name after the record, if the body takes what the record shows; else after the body, which may need a suffix."""
        record = owner.removeprefix("New").removesuffix("Changes").removesuffix("Change")
        return self._claim(content, record + pascal(name), owner + pascal(name), f"{owner}{pascal(name)}Value")

    def _is_unique(self, title: str) -> bool:
        """Whether one thing alone has this title."""
        first, *others = self._titled[identity(title)]
        return identity(title) not in self._schemas and all(_shape(other) == _shape(first) for other in others)

    def _claim(self, content: Schema, *names: str) -> str:
        """The first name that is free, or that has this content already."""
        for name in names:
            if self._taken.setdefault(identity(name), content) == content:
                self.results[name] = content
                return name
        raise ValueError(f"another schema has the name {names[-1]}")


def _titled(nodes: list[Any]) -> Iterator[Schema]:
    """Every schema with a title, at any depth."""
    for node in nodes:
        if isinstance(node, dict):
            if isinstance(node.get("title"), str):
                yield node
            yield from _titled(list(node.values()))
        elif isinstance(node, list):
            yield from _titled(node)


def _shape(schema: Schema) -> Schema:
    """What an object is, without whether its place takes null."""
    return {key: value for key, value in schema.items() if key in ("properties", "required")}
