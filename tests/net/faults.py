"""Faults by rule: "the nth request that matches METHOD PATH, and the times - 1 after it, get this".

A rule is a JSON object:
  match   "METHOD REGEX": methods ("POST|PATCH") or "*", and a regular expression searched in path?query; of a part of a $batch: the part's
  nth     the first that it is for (default 1)          times  how many (default 1; 0: all from then on)
  do      what happens:
    instead of what was asked
      status        answers `status` (with `retry_after` as it stands, `code`)
      redirect      302 to the trap, a second server that notes whether a token came
      expire        the token of the request is of no use from now on: 401
      revoke        the same, and all refresh tokens are revoked
      drop, hang    closes without a word; never answers
      kill-before   kill -9 of the process of `pidfile`, then nothing
    what was asked is done, then
      lost          closes without an answer
      reset         breaks off in mid-body       truncate  half of the JSON, as if it were all
      drip          in `pieces` (20), `milliseconds` (20) apart
      foreign       addresses in the answer (nextLink, deltaLink, Location) become the trap's
      kill          kill -9 of the process of `pidfile`, then the answer
      delay         answers after `milliseconds`
      look          notes the command lines of the process of `pidfile` and of its children
`signal` (9) is what a killer sends.
"""
import os
import re
import signal

KINDS = ("status", "redirect", "expire", "revoke", "drop", "hang", "kill-before", "lost", "reset", "truncate", "drip", "foreign",
         "kill", "delay", "look")


class Rule:
    def __init__(self, row):
        unknown = set(row) - {"match", "nth", "times", "do", "status", "retry_after", "code", "pidfile", "milliseconds", "pieces",
                              "signal"}
        if unknown or row.get("do") not in KINDS:
            raise ValueError(f"no such fault: {row}")
        method, _, path = row["match"].partition(" ")
        self.methods, self.path = method.split("|"), re.compile(path, re.IGNORECASE)
        self.nth, self.times = int(row.get("nth", 1)), int(row.get("times", 1))
        self.do = row["do"]
        self.status, self.code = int(row.get("status", 503)), row.get("code", "")
        self.retry_after = row.get("retry_after")
        self.pidfile, self.signal = row.get("pidfile", ""), int(row.get("signal", signal.SIGKILL))
        self.milliseconds, self.pieces = float(row.get("milliseconds", 20)), int(row.get("pieces", 20))
        self.row, self.seen, self.fired = row, 0, 0

    def meets(self, method, target):
        if not {"*", method} & set(self.methods) or not self.path.search(target):
            return False
        self.seen += 1
        if self.seen < self.nth or (self.times and self.seen >= self.nth + self.times):
            return False
        self.fired += 1
        return True

    def process(self):
        """The process wrote its number before it began, so it is there."""
        with open(self.pidfile, encoding="ascii") as file:
            return int(file.read())

    def kill(self):
        try:
            os.kill(self.process(), self.signal)
        except ProcessLookupError:
            pass

    def look(self):
        family, lines = {self.process()}, []
        for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                if pid in family or parent in family:
                    family.add(pid)
                    with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
                        lines.append(file.read().replace("\0", " "))
            except FileNotFoundError:
                pass
        return lines

    def shown(self):
        return dict(self.row, seen=self.seen, fired=self.fired)
