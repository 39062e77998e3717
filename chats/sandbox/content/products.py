"""What the two sellers sell."""

from dataclasses import dataclass
from typing import Final

from .cabinets import HOME, TECH


@dataclass(frozen=True)
class Product:
    sku: str
    name: str
    price: str  # roubles each


PRODUCTS: Final = {
    HOME.business_id: (
        Product("PLED-150-GR", "Плед вязаный «Уют» 150×200 см, серый", "2490"),
        Product("LAMP-E27-06", "Лампа светодиодная E27, 10 Вт, тёплый свет", "189.50"),
        Product("SEKATOR-21", "Секатор садовый 21 см, сталь SK-5", "1290"),
        Product("KASHPO-3-TR", "Набор кашпо из 3 шт., терракота", "1749"),
        Product("SHLANG-25M", "Шланг поливочный 3/4″, 25 м, армированный", "2199.90"),
        Product("PODUSHKA-50", "Подушка 50×70 см, бамбук", "990"),
        Product("CHAINIK-17", "Чайник эмалированный 1,7 л «Ромашка»", "1590"),
        Product("STOL-SKL-80", "Стол складной для сада 80×80 см, бук", "8990"),
    ),
    TECH.business_id: (
        Product("PYL-R7", "Робот-пылесос R7 с влажной уборкой, белый", "24990"),
        Product("NAUSH-BT5", "Наушники беспроводные BT-5, чёрные", "3490"),
        Product("KABEL-C-2M", "Кабель USB-C — USB-C, 2 м, 100 Вт", "799.99"),
        Product("FEN-2200", "Фен 2200 Вт с диффузором", "2890"),
        Product("KEY-AV-12", "Ключ активации антивируса, 1 год, 3 устройства", "1690"),
        Product("MULTI-5L", "Мультиварка 5 л, 40 программ", "6490"),
    ),
}


def product_of(business_id: int, number: int) -> Product:
    """The seller's product with that position in `PRODUCTS`. Who has no products there sells those of HOME."""
    return PRODUCTS.get(business_id, PRODUCTS[HOME.business_id])[number]
