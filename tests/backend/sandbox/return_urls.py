"""Addresses that lead away from the shop."""

LEADS_AWAY = [
    "", "/", "//evil.test/", "https://evil.test/", "http://localhost:8000", "http://localhost:80000/", "http://localhost:8000.evil.test/",
    "http://localhost:8000@evil.test/", "http://localhost/", "https://localhost:8000/", "HTTP://localhost:8000/", "http://LOCALHOST:8000/",
    "http:/localhost:8000/", "http:localhost:8000/", "http://user@localhost:8000/", "http://localhost:8000\\@evil.test/",
    "http://localhost:8000%2f/", "http://localhost:8000?x=/", "http://localhost:8000#/", " http://localhost:8000/",
    "http://localhost:8000/ ",
    "http://localhost:8000/a\r\nset-cookie: x=1", "http://localhost:8000/\t", "http://localhost:8000/a\\b",
    "javascript:alert(1)//http://localhost:8000/",
    "data:text/html,http://localhost:8000/", "http://localhost:8000/é", "http://localhost:8000/\u2028", "http://halftone.example/",
    "https://halftone.example.evil.test/", "https://xhalftone.example/", "http://localhost:8000/" + "a" * 1000,
]  # fmt: skip
