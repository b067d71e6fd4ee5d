"""What somebody else has changed since the editor was opened."""

from backend.contracts.product.models import Product
from storefront.staff.editor.forms import TEXTS, VariantForm
from storefront.staff.editor.product_editor import ProductEditor


def differences(product: Product, editor: ProductEditor) -> list[tuple[str, str, str]]:
    """Return where the product as it is now differs from what was typed: the field, what it is, what was typed."""
    present_editor = ProductEditor(product)
    rows = [
        (name.capitalize().replace("_", " "), present_editor.form.text(name), editor.form.text(name))
        for name in (*TEXTS, "tax_class")
        if present_editor.form.text(name) != editor.form.text(name)
    ]
    for present_form, form in zip(present_editor.local_forms, editor.local_forms, strict=True):
        rows += [
            (f"{form.fields[name].label or name.capitalize()} ({form.name})", present_form.text(name), form.text(name))
            for name in form.fields
            if present_form.text(name) != form.text(name)
        ]
    typed = {form.text("sku"): form for form in editor.filled_variants}
    present = {form.text("sku"): form for form in present_editor.filled_variants}
    for sku in dict.fromkeys([*present, *typed]):
        now, then = (_describe(forms.get(sku)) for forms in (present, typed))
        if now != then:
            rows.append((sku, now, then))
    return rows


def _describe(form: VariantForm | None) -> str:
    if form is None:
        return "not there"
    before = f" instead of {form.text('compare_at')}" if form.text("compare_at") else ""
    before += f" for {form.text('content')}" if form.text("content") else ""
    return form.text("price") + before + "".join(f" · {value}" for value in form.values)
