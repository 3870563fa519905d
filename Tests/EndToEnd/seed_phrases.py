"""Valid BIP-39 phrases, made from the word list that the product recognises them by."""

import hashlib
import re
import secrets

from deployment import REPOSITORY

LIST = REPOSITORY / "Sources/Switchyard/Secrets/WordLists/BIP39English.swift"
WORDS_OF_THE_LIST = 2048


def word_list():
    words = re.search(r'"""(.*?)"""', LIST.read_text(), re.DOTALL).group(1).split()
    assert len(words) == WORDS_OF_THE_LIST and words == sorted(words)
    return words


def phrase(count):
    """`count` words (12 or 24): random entropy and its checksum, 11 bits a word."""
    entropy = secrets.token_bytes(count * 4 // 3)
    checksum_bits = len(entropy) // 4
    checksum = hashlib.sha256(entropy).digest()[0] >> (8 - checksum_bits)
    number = int.from_bytes(entropy, "big") << checksum_bits | checksum
    words = word_list()
    return [words[number >> 11 * (count - 1 - index) & 2047] for index in range(count)]
