"""What a bench found: one line a figure, as a table for people or as JSON, always with the bar it is held against."""

import dataclasses
import json


@dataclasses.dataclass
class Line:
    name: str
    value: float
    unit: str
    against: str
    limit: float
    sense: str
    bar: float
    raw: dict = dataclasses.field(default_factory=dict)

    @property
    def ratio(self):
        return self.value / self.limit

    @property
    def passes(self):
        return self.ratio >= self.bar if self.sense == ">=" else self.ratio <= self.bar

    def json(self):
        return json.dumps(
            {
                "name": self.name,
                "value": self.value,
                "unit": self.unit,
                "against": self.against,
                "limit": self.limit,
                "ratio": self.ratio,
                "sense": self.sense,
                "bar": self.bar,
                "pass": self.passes,
                "raw": self.raw,
            }
        )

    def text(self):
        return (
            f"{'ok  ' if self.passes else 'MISS'} {self.name:<34} {self.value:>10.3f} {self.unit:<6} "
            f"against {self.limit:>10.3f} {self.against:<38} ratio {self.ratio:>8.3f} {self.sense} {self.bar:g}"
        )


def show(lines, as_json):
    for line in lines:
        print(line.json() if as_json else line.text(), flush=True)
