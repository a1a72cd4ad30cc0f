"""The names that declare a resource. Every module of the catalogue imports them from here."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime as DateTime

from mockclio.catalog import op
from mockclio.catalog.arguments import (
    Aliases,
    AnyCase,
    Body,
    CustomFieldConditions,
    DateCondition,
    Guarded,
    Headers,
    Json,
    Linked,
    ListQuery,
    Local,
    MaxLength,
    NullableRef,
    OneOrMore,
    PageQuery,
    Query,
    Range,
    Ref,
    SinceQuery,
    Target,
    special,
    unset,
    where,
)
from mockclio.catalog.operations import Collection, M
from mockclio.catalog.records import Record, Resource, inverse
from mockclio.catalog.webhook_models import CHANGES, webhook_model

__all__ = [
    "CHANGES",
    "Aliases",
    "AnyCase",
    "Body",
    "Collection",
    "CustomFieldConditions",
    "Date",
    "DateCondition",
    "DateTime",
    "Guarded",
    "Headers",
    "Json",
    "Linked",
    "ListQuery",
    "Local",
    "M",
    "MaxLength",
    "NullableRef",
    "OneOrMore",
    "PageQuery",
    "Query",
    "Range",
    "Record",
    "Ref",
    "Resource",
    "SinceQuery",
    "Target",
    "inverse",
    "op",
    "special",
    "unset",
    "webhook_model",
    "where",
]
