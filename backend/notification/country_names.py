"""The names of the countries that parcels go to, as the storefront's pages in further languages write them."""

GERMAN = {
    "AE": "Vereinigte Arabische Emirate", "AT": "Österreich", "AU": "Australien", "BE": "Belgien", "BG": "Bulgarien",
    "BR": "Brasilien", "CA": "Kanada", "CH": "Schweiz", "CY": "Zypern", "CZ": "Tschechien", "DE": "Deutschland",
    "DK": "Dänemark", "EE": "Estland", "ES": "Spanien", "FI": "Finnland", "FR": "Frankreich",
    "GB": "Vereinigtes Königreich", "GR": "Griechenland", "HK": "Sonderverwaltungsregion Hongkong", "HR": "Kroatien",
    "HU": "Ungarn", "IE": "Irland", "IN": "Indien", "IS": "Island", "IT": "Italien", "JP": "Japan",
    "LI": "Liechtenstein", "LT": "Litauen", "LU": "Luxemburg", "LV": "Lettland", "MT": "Malta", "MX": "Mexiko",
    "NL": "Niederlande", "NO": "Norwegen", "NZ": "Neuseeland", "PL": "Polen", "PT": "Portugal", "RO": "Rumänien",
    "SE": "Schweden", "SI": "Slowenien", "SK": "Slowakei", "US": "Vereinigte Staaten",
}  # fmt: skip

FRENCH = {
    "AE": "Émirats arabes unis", "AT": "Autriche", "AU": "Australie", "BE": "Belgique", "BG": "Bulgarie",
    "BR": "Brésil", "CA": "Canada", "CH": "Suisse", "CY": "Chypre", "CZ": "Tchéquie", "DE": "Allemagne",
    "DK": "Danemark", "EE": "Estonie", "ES": "Espagne", "FI": "Finlande", "FR": "France", "GB": "Royaume-Uni",
    "GR": "Grèce", "HK": "R.A.S. chinoise de Hong Kong", "HR": "Croatie", "HU": "Hongrie", "IE": "Irlande",
    "IN": "Inde", "IS": "Islande", "IT": "Italie", "JP": "Japon", "LI": "Liechtenstein", "LT": "Lituanie",
    "LU": "Luxembourg", "LV": "Lettonie", "MT": "Malte", "MX": "Mexique", "NL": "Pays-Bas", "NO": "Norvège",
    "NZ": "Nouvelle-Zélande", "PL": "Pologne", "PT": "Portugal", "RO": "Roumanie", "SE": "Suède", "SI": "Slovénie",
    "SK": "Slovaquie", "US": "États-Unis",
}  # fmt: skip
