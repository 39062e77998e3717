"""What is no ID of Market's though it has digits: phones, dates, times, sums, amounts, numbers with another name.

A pattern that is too greedy costs an order that is not found; one that is too modest costs a number left out. So each
asks for a sign (a unit, a currency, a word before it) or for a shape that Market's IDs never have.
"""

import re
from typing import Final

MONTHS: Final = (
    r"январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]|октябр[ьяе]"
    r"|ноябр[ьяе]|декабр[ьяе]|(?:янв|фев|февр|мар|апр|июн|июл|авг|сен|сент|окт|ноя|нояб|дек)\.?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
)
YEAR: Final = r"(?:19|20)\d\d"
UNITS: Final = (
    r"%|‰|шт|штук\w*|ед|упак\w*|уп|компл\w*|экз|пар[аы]?|кор|короб\w*|мест[ао]?|поз|дня|дней|день|час\w*|ч|мин\w*|сек\w*"
    r"|недел\w*|мес\w*|год[ау]?|лет|кг|г|гр|грамм\w*|мг|т|л|мл|литр\w*|м|см|мм|км|вт|квт|мач|гб|мб|тб"
    r"|pcs?|pieces?|items?|units?|days?|hours?|hrs?|min|minutes?|weeks?|months?|years?|kg|g|mg|lbs?|oz|ml|cm|mm|km|gb|mb|tb"
)
CHINESE_UNITS: Final = r"[件个個只盒套箱天日分周月年克斤升米]|小时|公斤|千克|毫升|厘米|毫米"
CURRENCY: Final = r"₽|р|руб\w*|rub|rur|\$|usd|€|eur|¥|cny|元|块|₸|тг|сум|коп\w*"
OTHER_NAMES: Final = (
    r"артикул\w*|арт|sku|ску|штрих-?код\w*|ean|gtin|upc|barcode|трек\w*(?:[- ]номер\w*)?|накладн\w+"
    r"|track\w*(?: (?:number|no))?|шпи|инн(?:/кпп)?|кпп|огрн(?:ип)?|бик|индекс\w*|postcode|zip"
    r"|сумм\w+|цен\w+|стоимост\w+|итого|price|total|amount|sum|qty|quantity|кол-?во|количеств\w+|кв|квартир\w+|дом"
    r"|货号|条码|条形码|快递单号|运单号?|物流单号|金额|价格|数量|邮编"
)
GROUPED: Final = r"\d{1,3}(?:(?: \d{3}){1,4}|(?:,\d{3}){1,4}|(?:\.\d{3}){1,4}|(?:['’]\d{3}){1,4})"
SUM: Final = rf"(?:{GROUPED}|\d{{1,7}})(?:[.,]\d{{1,2}})?"  # longer without spaces: rather an order than a price
NOT_IN_A_NUMBER: Final = r"(?<![\w.,-])"
NOT_IN_A_WORD: Final = r"(?![^\W\d_])"

NAMED: Final = re.compile(
    rf"(?<!\w)(?:{OTHER_NAMES})[.:]? ?(?:no\.?|#|номер|number)?[.:=]? ?"
    r"\d+(?: \d{3}(?!\d)){0,4}(?:[/-]\d+)*(?:[.,]\d{1,2}(?!\d))?",
    re.IGNORECASE,
)

# Groups as people write them; in threes they would be a number, and those have no group of two.
LAST_SEVEN: Final = r"(?:\d{3}[ .-]?\d\d[ .-]?\d\d|\d\d[ .-]\d\d[ .-]\d{3})(?!\d)"
PHONE: Final = re.compile(
    r"(?:(?<!\d)\+7(?:[ ().-]{0,3}\d){10}(?!\d)|(?<!\d)\+(?!7)\d(?:[ ().-]{0,2}\d){8,13}(?!\d)"
    rf"|(?<![\w.-])(?:[78][ .-]?)?\(\d{{3}}\)[ .-]?{LAST_SEVEN}"
    r"|(?<![\w.-])(?:[78][ .-]?)?\(\d{4,5}\)[ .-]?\d{1,2}[ .-]?\d\d[ .-]?\d\d(?!\d)"
    rf"|(?<![\w.-])[78][ .-]\d{{3}}[ .-]{LAST_SEVEN}|(?<![\w.-])[78][ -]9\d{{9}}(?!\d)"
    r"|(?<![\w.-])[3489]\d\d[ -]\d{3}-\d\d-\d\d(?!\d)"
    r"|(?<!\w)(?:тел|телефон\w*|моб|phone|tel|电话|手机)[.:]{0,2} ?(?:номер|number|no)?[.:]? ?\d{5,15}(?!\d))"
    r"(?:,? ?(?:доб|ext)\.? ?\d{1,5}(?!\d))?",
    re.IGNORECASE,
)
# As a spreadsheet shows a number that is too wide for its column: 5,48E+10.
ROUNDED: Final = re.compile(r"(?<![\w.,-])\d(?:[.,]\d{1,9})?e\+\d\d(?!\w)", re.IGNORECASE)
# In this order: what one takes is gone for those after it.
NOT_IDS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Dates and times, in digits and in words.
        r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-\d{1,2}-(?:19|20)\d\d|\d{4}-\d\d-\d\d)(?!\d)",
        r"(?<![\d-])(?:[012]\d|3[01])-(?:0\d|1[0-2])-\d\d(?![\d-])",
        r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)",
        rf"(?:{YEAR} ?年 ?)?\d{{1,2}} ?月 ?\d{{1,2}} ?[日号]?|{YEAR} ?年",
        rf"(?<!\d)\d{{1,2}}(?:-?(?:го|е|st|nd|rd|th))?(?: of)?[ -](?:{MONTHS}){NOT_IN_A_WORD}"
        rf"(?:,?[ -]{YEAR}(?!\d)(?: ?г(?:\.|ода?)?(?!\w))?)?",
        rf"(?<!\w)(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? {YEAR}(?!\d))?",
        rf"(?<!\d){YEAR} ?(?:г\.|гг?\.|год\w*)",
        # Passports, and parcels of UPS.
        r"(?<!\w)паспорт\w*[.:]? ?(?:серия )?\d\d ?\d\d,? ?(?:no|номер)? ?\d{6}(?!\d)|(?<!\w)1z[a-z0-9]{16}(?!\w)",
        NAMED.pattern,
        # Sums, amounts and shares, by their unit; parcels of the Universal Postal Union.
        rf"{NOT_IN_A_NUMBER}{SUM} ?(?:{CURRENCY}){NOT_IN_A_WORD}\.?",
        rf"(?:[₽$€¥]|(?<!\w)(?:rub|usd|eur)) ?{SUM}(?!\d)",
        rf"{NOT_IN_A_NUMBER}(?<!\d )\d{{1,5}}(?:[.,]\d{{1,3}})? ?(?:{UNITS}){NOT_IN_A_WORD}\.?",
        rf"(?<![\d.,-])(?<!\d )\d{{1,5}}(?:\.\d{{1,3}})? ?(?:{CHINESE_UNITS})",
        r"(?<!\w)[x×х] ?\d{1,4}(?!\w)|(?<![\w-])\d{1,4} ?[x×х] ?\d{1,4}(?: ?[x×х] ?\d{1,4})?(?!\w)",
        r"(?<!\w)[a-z]{2}\d{9}[a-z]{2}(?!\w)",
        # Sums without a unit: 1990,00. Longer ones may be two columns of a table.
        rf"{NOT_IN_A_NUMBER}(?:{GROUPED}|\d{{1,5}})[.,]\d\d(?![.,]?\d)",
    )
)

# Words after which a number is rather something else, though people also write an order's number there.
DOUBTED: Final = re.compile(
    r"(?<!\w)(?:(?:sku|артикул|арт|счет|счёт|карт|договор|акт|чек|фактур|магазин|кабинет|склад|гост)\w*\.?"
    r"(?: (?:на|в) маркете?| продавца| магазина)?"
    r"|business|campaign|shop|supplier|seller|warehouse|iso|р/с|店铺|店鋪|仓库|卡号)"
    r"[_ ]?(?:id|no|номер|number)?\W{0,4}(?:no|номер)?\W{0,3}$",
    re.IGNORECASE,
)
STREET: Final = re.compile(
    r"(?<!\w)(?:ул|обл|пр-?кт|просп|пер|наб|корп|кв|мкр|респ|улица|область|проспект)(?!\w)|(?<!\w)г\. ?[А-ЯЁ]"
)
POSTCODE: Final = 6  # digits
LONGER_THAN_IDS: Final = 13  # digits: barcodes, parcels and cards have as many, Market's numbers 11 today


DOUBTFUL: Final = re.compile(rf"\d{{{LONGER_THAN_IDS},}}|[78]9\d{{9}}|20[23]\d(?:0\d|1[0-2])(?:[012]\d|3[01])")


def is_doubtful(digits: str, *, beside_street: bool) -> bool:
    """Whether a number has the shape of a barcode, a parcel, a card, a mobile phone, a date, or beside an address, of a
    postcode. Market's numbers may have it too, so it only waits until the others have led to nothing."""
    return bool(DOUBTFUL.fullmatch(digits)) or (beside_street and len(digits) == POSTCODE)
