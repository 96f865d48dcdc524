"""A second opinion on an exported journal, written from the description alone; it imports nothing of the program."""

import hashlib
import json


def problems(records):
    """What is wrong with exported records (dicts), in words; nothing when every hash is what it should be."""
    found, heads, events, seals = [], {}, [], []
    for one in records:
        (events if one["record"] == "event" else seals).append(one)
    for one in events:
        name = f"{one['stream']} {one['version']}"
        version, previous = heads.get(one["stream"], (0, "00" * 32))
        if (one["version"], one["previous"]) != (version + 1, previous):
            found.append(f"{name}: chain")
        lines = [str(one[part]) for part in ("org", "stream", "version", "at", "actor", "kind", "payload")]
        if hashlib.sha256(bytes.fromhex(one["previous"]) + "\n".join(lines).encode()).hexdigest() != one["hash"]:
            found.append(f"{name}: hash")
        for field, kept in one["texts"].items():
            said = json.loads(one["payload"])[field]["digest"]
            if kept["text"] is not None and said != hashlib.sha256((kept["salt"] + kept["text"]).encode()).hexdigest():
                found.append(f"{name}: text {field}")
        heads[one["stream"]] = (one["version"], one["hash"])
    previous, after = "00" * 32, 0
    for seal in seals:
        covered = [one for one in events if one["position"] <= seal["position"]]
        grown = {
            one["stream"]: f"{one['stream']} {one['version']} {one['hash']}"
            for one in covered
            if one["position"] > after
        }
        lines = [str(seal[part]) for part in ("org", "number", "at", "position", "count")]
        lines += [grown[stream] for stream in sorted(grown)]
        made = hashlib.sha256(bytes.fromhex(previous) + "\n".join(lines).encode()).hexdigest()
        if (seal["previous"], seal["count"], seal["hash"]) != (previous, len(covered), made):
            found.append(f"checkpoint {seal['number']}")
        previous, after = seal["hash"], seal["position"]
    return found
