"""What the replays of incidents claim: that the shape of the published symptoms shows."""

from claim import Claims, Figure
from content_runs import calls_per_s, drained_s, failed, per_s, queue_peak, well_again_s

INCIDENTS: dict[tuple[str, str], Claims] = {
    ("incidents/aws-s3-2017", "replay"): Claims(
        holds={
            "for hours nothing at all": lambda p: per_s(p.a, 24, 188) == 0,
            "then reads come back in part": lambda p: 20 < per_s(p.a, 192, 240) < 55,
            "then all of them, and still no writes": lambda p: 55 < per_s(p.a, 245, 276) < 66,
            "writes come back with placement": lambda p: per_s(p.a, 281, 330) > 75,
            "with a guard nobody notices": lambda p: failed(p.b, 0, 330) < 0.001,
        },
        figures=(
            Figure(text=r"serves\s+(\d+) reads", value=lambda p: per_s(p.a, 192, 240), within=0.05),
        ),
    ),
    ("incidents/github-2018", "replay"): Claims(
        holds={
            "a trigger of a fifth of a second costs the pages for minutes": (
                lambda p: per_s(p.a, 30, 150) < 22
            ),
            "they are well when the primary is near again": lambda p: failed(p.a, 165, 220) < 0.01,
            "the backlog of hooks outlasts that by far": lambda p: drained_s(p.a, "HOOK") > 270,
            "a primary that stays costs less than one request in a hundred": (
                lambda p: failed(p.b, 0, 330) < 0.01
            ),
            "and is gone about when GitHub said so": (
                lambda p: abs(drained_s(p.a, "HOOK") - 300) < 15
            ),
        },
        figures=(
            Figure(text=r"([\d,]+) wait when", value=lambda p: queue_peak(p.a, "HOOK")),
            Figure(text=r"empty at second (\d+);", value=lambda p: drained_s(p.a, "HOOK")),
        ),
    ),
    ("incidents/cloudflare-2019", "replay"): Claims(
        holds={
            "about 82 % of the traffic is lost": lambda p: 0.77 < failed(p.a, 29, 126) < 0.87,
            "it is back at once": lambda p: failed(p.a, 133, 180) < 0.01,
            "one place in three costs less than a third": lambda p: failed(p.b, 29, 126) < 0.33,
        },
        figures=(
            Figure(
                text=r"serves (\d+) requests a second of 120", value=lambda p: per_s(p.a, 29, 126)
            ),
            Figure(text=r"(\d+) % are lost", value=lambda p: 100 * failed(p.a, 29, 126)),
            Figure(text=r"three\. (\d+) requests a second", value=lambda p: per_s(p.b, 29, 126)),
        ),
    ),
    ("incidents/facebook-2021", "replay"): Claims(
        holds={
            "nobody is served": lambda p: per_s(p.a, 17, 179) == 0,
            "the resolver gets thirty times the queries": (
                lambda p: (
                    25 < calls_per_s(p.a, "RES", 60, 170) / calls_per_s(p.a, "RES", 0, 15) < 35
                )
            ),
            "and is well": lambda p: (p.a.station("RES").utilisation or 1) < 0.1,
            "the way back is short": lambda p: failed(p.a, 190, 210) < 0.01,
            "fewer attempts help the resolver and no customer": (
                lambda p: calls_per_s(p.b, "RES", 60, 170) < 36 and per_s(p.b, 17, 179) == 0
            ),
        },
        figures=(
            Figure(
                text=r"gets (\d+) queries a second before",
                value=lambda p: calls_per_s(p.a, "RES", 0, 15),
                within=0.1,
            ),
            Figure(
                text=r"and (\d+) while",
                value=lambda p: calls_per_s(p.a, "RES", 60, 170),
                within=0.05,
            ),
            Figure(
                text=r"attempts: (\d+) queries",
                value=lambda p: calls_per_s(p.b, "RES", 60, 170),
                within=0.05,
            ),
        ),
    ),
    ("incidents/slack-2021", "replay"): Claims(
        holds={
            "a small loss costs as much as is lost": lambda p: failed(p.a, 12, 57) < 0.02,
            "a large one costs everything": lambda p: failed(p.a, 72, 135) > 0.95,
            "and longer than it lasts": lambda p: failed(p.a, 138, 180) > 0.9,
            "in the end it comes back": lambda p: failed(p.a, 220, 280) < 0.05,
            "with a short time-out only lost calls fail": lambda p: failed(p.b, 72, 135) < 0.35,
        },
        figures=(
            Figure(text=r"A loss of 1 % costs (\d+) %", value=lambda p: 100 * failed(p.a, 12, 57)),
            Figure(
                text=r"A loss of 30 % costs (\d+) %", value=lambda p: 100 * failed(p.a, 72, 135)
            ),
            Figure(text=r"Run B\*\*: (\d+) %", value=lambda p: 100 * failed(p.b, 72, 135)),
            Figure(
                text=r"at about second (\d+)",
                value=lambda p: well_again_s(p.a, 100, 140),
                within=0.05,
            ),
        ),
    ),
    ("incidents/roblox-2021", "replay"): Claims(
        holds={
            "a slow registry takes everything": lambda p: per_s(p.a, 31, 55) < 5,
            "in steps everybody who is let in is served": lambda p: failed(p.a, 285, 340) < 0.02,
            "all at once nearly nobody is": lambda p: per_s(p.b, 286, 293) < 20,
            "until the cache is warm": lambda p: failed(p.b, 310, 340) < 0.02,
        },
        figures=(
            Figure(text=r"all of the (\d+) requests", value=lambda p: per_s(p.a, 284, 294.2)),
            Figure(
                text=r"(\d+) requests a second are served\. It",
                value=lambda p: per_s(p.b, 284, 294.2),
            ),
            Figure(
                text=r"at about second\s+(\d+)",
                value=lambda p: well_again_s(p.b, 100, 285),
                within=0.03,
            ),
        ),
    ),
}
