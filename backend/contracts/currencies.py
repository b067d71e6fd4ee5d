"""The currencies that a shop may sell in: ISO 4217 without metals, funds and units of account, and how fine a price in
each of them goes.

The digits are Unicode CLDR's, by which prices are written (no Icelander writes aurar), and not ISO's, by which banks
reckon: RSD, ISK, IQD and a dozen others differ. They are written down here, since stored amounts are read by them: a
release of CLDR with other digits must not make a price a hundred times what it was.
"""

from math import floor, log10

_RATES = """
AED 4.3 AFN 77 ALL 98 AMD 450 AOA 1070 ARS 1600 AUD 1.8 AWG 2.1 AZN 2 BAM 1.95 BBD 2.3 BDT 142 BHD 0.44 BIF 3450
BMD 1.2 BND 1.5 BOB 8 BRL 6.3 BSD 1.2 BTN 102 BWP 15.5 BYN 3.8 BZD 2.3 CAD 1.6 CDF 2700 CHF 0.95 CLP 1100 CNY 8.3
COP 4600 CRC 590 CUP 28 CVE 110 CZK 24.5 DJF 207 DKK 7.5 DOP 73 DZD 151 EGP 55 ERN 17.5 ETB 170 EUR 1 FJD 2.6
FKP 0.87 GBP 0.87 GEL 3.1 GHS 13 GIP 0.87 GMD 84 GNF 10100 GTQ 9 GYD 243 HKD 9.1 HNL 30 HTG 152 HUF 390 IDR 19300
ILS 3.8 INR 102 IQD 1520 IRR 1200000 ISK 145 JMD 186 JOD 0.83 JPY 170 KES 150 KGS 101 KHR 4650 KMF 492 KPW 1050
KRW 1690 KWD 0.36 KYD 0.97 KZT 600 LAK 25200 LBP 104000 LKR 353 LRD 210 LSL 20 LYD 6.3 MAD 10.7 MDL 19.7 MGA 5200
MKD 61.5 MMK 2440 MNT 4140 MOP 9.3 MRU 46 MUR 53 MVR 18 MWK 2000 MXN 21.4 MYR 4.9 MZN 74 NAD 20 NGN 1690 NIO 43
NOK 11.7 NPR 163 NZD 2 OMR 0.45 PAB 1.2 PEN 4 PGK 4.9 PHP 68 PKR 327 PLN 4.25 PYG 8200 QAR 4.2 RON 5.1 RSD 117
RUB 94 RWF 1690 SAR 4.4 SBD 9.6 SCR 16 SDG 700 SEK 11 SGD 1.5 SHP 0.87 SLE 27 SOS 664 SRD 45 SSP 5400 STN 24.5
SVC 10 SYP 12900 SZL 20 THB 38 TJS 10.8 TMT 4.1 TND 3.4 TOP 2.8 TRY 49 TTD 7.9 TWD 36 TZS 2850 UAH 49 UGX 4200
USD 1.2 UYU 46 UZS 14000 VES 270 VND 30600 VUV 142 WST 3.2 XAF 656 XCD 3.1 XCG 2.1 XOF 656 XPF 119 YER 277 ZAR 20
ZMW 27 ZWG 31
"""
_NONE = "AFN ALL BIF CLP DJF GNF IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PYG RSD RWF SOS SYP UGX VND VUV"
_THREE = "BHD JOD KWD LYD OMR TND"
_DIGITS = {**dict.fromkeys([*_NONE.split(), "XAF", "XOF", "XPF", "YER"], 0), **dict.fromkeys(_THREE.split(), 3)}

_TEXTS = _RATES.split()
EURO = "EUR"
WORTH = dict(zip(_TEXTS[::2], map(float, _TEXTS[1::2]), strict=True))
"""About what a euro is worth in each of them, late in 2026. No article is priced by it: see `about`."""


def digits(currency: str) -> int:
    """Return the decimals of a price: 2 of EUR, 0 of JPY, 3 of KWD. Former currencies, in old orders, count two."""
    return _DIGITS.get(currency, 2)


def decimal(minor: int, currency: str) -> str:
    """Return an amount in minor units as a number with a decimal point: 1250 EUR → 12.50, 1250 JPY → 1250."""
    places = digits(currency)
    whole, part = divmod(abs(minor), 10**places)
    return f"{'-' if minor < 0 else ''}{whole}" + (f".{part:0{places}}" if places else "")


def grouped_decimal(minor: int, currency: str) -> str:
    """Return an amount that is no less than 0 as a number in groups of three digits: 129900 EUR → 1,299.00."""
    whole, point, part = decimal(minor, currency).partition(".")
    return f"{int(whole):,}{point}{part}"


def about(cents: int, currency: str) -> int:
    """Return a round sum in minor units that is worth about as much as these euro cents: 490 EUR → 830 JPY.

    For sums that stand in the code in euro: limits, and prices of the demonstration. Two digits count; euros stay.
    """
    if currency == EURO or not cents:
        return cents
    exact = cents / 100 * WORTH[currency] * 10 ** digits(currency)
    step = 10 ** max(floor(log10(exact)) - 1, 0)
    return max(int(round(exact / step) * step), 1)
