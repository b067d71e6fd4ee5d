"""What people look for in a shop whose titles are in many scripts: a small catalogue of our own, judged as the others
are."""

from functools import cache

from backend.contracts.product.models import NewProduct, Variant
from backend.search.document import Document
from tests.relevance.catalogues import indexed_document
from tests.relevance.judged import Want, ids, want

TITLES = {
    "osaka-guide": ("大阪ガイドブック 2024年版", "地図と写真", "大阪の街を歩く"),
    "tokyo-guide": ("東京ガイドブック 2023年版", "地図と写真", "東京の街を歩く"),
    "osaka-print": ("版画「大阪城の夜」", "版画", "夜の城と月。ガイドなし"),
    "kite": ("カイトの型紙", "手芸", "凧を作る"),
    "shanghai-map": ("上海地图", "地图", "纸质地图，适合旅行"),
    "map-book": ("世界地图册", "地图", "三百页"),
    "taiwan-map": ("臺灣地圖", "地圖", "紙本"),
    "sea-letter": ("바다에서 온 편지", "엽서", "파란 바다 그림"),
    "sea-poster": ("밤바다 포스터", "포스터", "달과 바다"),
    "mountain-poster": ("산 포스터", "포스터", "눈 덮인 산"),
    "chiangmai-map": ("แผนที่เชียงใหม่", "แผนที่", "พิมพ์บนกระดาษหนา"),
    "bangkok-map": ("แผนที่กรุงเทพ", "แผนที่", "พิมพ์บนกระดาษหนา"),
    "delhi-map": ("दिल्ली का नक्शा", "नक्शे", "मोटे कागज पर"),
    "road": ("Große Straße, Holzschnitt", "Drucke", "Eine Straße im Regen"),
    "tea": ("İstanbul’da Çay", "Baskılar", "Ilık bir akşam"),
    "hermes": ("Οδός Ερμού", "Χαρακτικά", "Ο δρόμος το πρωί"),
    "wide": ("Ｍｏｉｒｅ　Ｎｏ．３", "Ｐｏｓｔｅｒ", ""),
    "cafe": ("Café à l’aube", "Affiches", "Une tasse sur le zinc"),
    "lodz": ("Łódź o świcie", "Plakaty", "Fabryka nad rzeką"),
}


@cache
def documents() -> list[Document]:
    """The catalogue, in stock."""
    return [
        indexed_document(
            NewProduct(
                id=id, title=title, category=("Maps",), tags=(tag,), description=description, currency="EUR",
                variants=(Variant(sku=id, values=(), price=1200),),
            ),
            {id: 1},
        )
        for id, (title, tag, description) in TITLES.items()
    ]  # fmt: skip


GUIDES, MAPS = ids("osaka-guide", "tokyo-guide"), ids("shanghai-map", "map-book")

WANTS: tuple[Want, ...] = (
    want(
        GUIDES, None, ids("osaka-print"), exact=("ガイド", "ガイドブック"), letters=("ｶﾞｲﾄﾞ", "ｶﾞｲﾄﾞﾌﾞｯｸ"), partial=("ガイ",)
    ),
    want(ids("osaka-guide", "osaka-print"), exact=("大阪",)),
    want(
        ids("osaka-guide"),
        None,
        GUIDES,
        exact=("大阪 ガイド", "2024", "大阪ガイドブック"),
        joined=("大阪ガイド",),
        number=("2024年",),
    ),
    want(ids("kite"), exact=("カイト", "型紙"), letters=("ｶｲﾄ",)),
    want(ids("osaka-print"), exact=("大阪城", "版画", "城の夜")),
    want(MAPS, exact=("地图",)),
    want(ids("shanghai-map"), None, MAPS, exact=("上海", "上海地图"), partial=("上",)),
    want(ids("map-book"), None, MAPS, exact=("世界地图", "地图册", "世界")),
    want(ids("taiwan-map"), exact=("地圖", "臺灣")),
    want(ids("sea-letter", "sea-poster"), exact=("바다",)),
    want(ids("sea-letter"), exact=("바다에서", "편지", "바다에서 온 편지"), partial=("편",)),
    want(ids("sea-poster"), ids("mountain-poster"), exact=("밤바다",), joined=("밤바다포스터",)),
    want(ids("sea-poster", "mountain-poster"), exact=("포스터",), partial=("포스",)),
    want(ids("chiangmai-map"), exact=("เชียงใหม่",), partial=("เชียง", "เชียงใหม")),
    want(ids("chiangmai-map", "bangkok-map"), exact=("แผนที่",)),
    want(ids("bangkok-map"), exact=("กรุงเทพ", "แผนที่กรุงเทพ")),
    want(ids("delhi-map"), exact=("दिल्ली", "नक्शा")),
    want(ids("road"), exact=("straße", "große straße"), letters=("STRASSE", "strasse", "Grosse Strasse")),
    want(ids("tea"), exact=("çay", "istanbul"), letters=("ISTANBUL", "İSTANBUL", "cay", "ilik")),
    want(ids("hermes"), exact=("οδός",), letters=("ΟΔΟΣ", "οδοσ", "ερμου")),
    want(ids("wide"), exact=("moire",), letters=("ＭＯＩＲＥ", "Moiré"), number=("moire 3",)),
    want(ids("cafe"), exact=("café",), letters=("CAFE", "ｃａｆé"), typo=("caffe",)),
    want(ids("lodz"), exact=("łódź",), letters=("lodz", "LODZ", "swicie")),
)
