"""From the bytes of a file to text that everything after it may trust.

Line ends are `\\n`, there is no byte order mark and no NUL; bytes that are no UTF-8 become U+FFFD.
"""

from atlas_core.page import Complaint

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> tuple[str, list[Complaint]]:
    """Return the text of a file and what is wrong with its encoding."""
    complaints: list[Complaint] = []
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
        if encoding == "utf-16":
            sentence = "The file is UTF-16; it was read, but save it as UTF-8."
            complaints.append(Complaint(line=1, code="encoding", sentence=sentence))
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        line = data.count(b"\n", 0, error.start) + 1
        sentence = f"Byte {error.start} is no valid {error.encoding}; save the file as UTF-8."
        complaints.append(Complaint(line=line, code="encoding", sentence=sentence))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    # U+E000 and U+E001 mark matches in search results.
    return text.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd"), complaints
