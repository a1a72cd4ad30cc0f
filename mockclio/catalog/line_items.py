"""Line items: the lines of a bill, one for each activity, each plain charge and each summary line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.embedded.tax_parts import NewTaxSetting
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Ref,
    Resource,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activity
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.embedded.bill_parts import Discount, LineItemTotals
    from mockclio.catalog.embedded.tax_parts import LineItemTax
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.users import User


class ShownLineItem(Resource):
    """A line of a bill, as its own show returns it. Its quantity is in hours; the quantity of its activity is in seconds."""

    table = "line_items"
    search = "description note"

    type: Literal["ActivityLineItem", "LineItem", "NoChargeLineItem", "SummaryLineItem"]
    description: str | None
    date: Date | None
    price: float | None
    taxable: bool
    kind: Literal["Service", "Expense"]
    note: str | None
    secondary_taxable: bool
    total: float
    tax: float
    secondary_tax: float
    sub_total: float
    quantity: float | None
    group_ordering: int | None
    created_at: DateTime
    updated_at: DateTime
    bill: Bill
    activity: Activity | None
    matter: Matter | None
    user: User | None
    discount: Discount | None
    included_line_item_totals: LineItemTotals | None
    tax_settings: list[LineItemTax]


class LineItem(ShownLineItem):
    """One line of a bill; its quantity is in hours where the activity's is in seconds."""

    rounded_quantity: float | None


class LineItemQuery(ListQuery):
    activity_id: int | None = unset
    bill_id: int = unset
    display: bool = special
    exclude_ids: list[int] = unset
    group_ordering: int = unset
    kind: str = unset
    matter_id: int | None = unset
    query: str = unset


class DiscountChange(TypedDict, total=False):
    rate: float
    type: Literal["percentage", "money"]


class LineItemChanges(Body, Guarded):
    write_only = {"update_original_record": "bills.update-original-record"}
    activity: Ref = unset
    bill: Ref = unset
    date: Date = unset
    description: str = unset
    discount: DiscountChange = unset
    group_ordering: int = unset
    kind: Literal["Expense", "Service", "Product"] = unset
    matter: NullableRef = unset
    note: str = unset
    price: float = unset
    quantity: float = unset
    secondary_taxable: bool = unset
    tax_settings: list[NewTaxSetting] = unset
    taxable: bool = unset
    update_original_record: bool = unset


class LineItems(Collection[M]):
    path = "/line_items"
    scope = "Billing"

    list = op.index(LineItem, LineItemQuery)
    get = op.undocumented_show(ShownLineItem)
    update = op.update(ShownLineItem, LineItemChanges)
    delete = op.destroy(refuses="403")
