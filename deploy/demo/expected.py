"""What the documents of 2022 say the figures must be, derived by hand from the centre's filled Mẫu 1.

Three items: steering (its four numbered sub-contents count once), organisation, public-finance. In the department's
and the centre's order that is 1,0,0,1,0,1 = 3; the district's plan has no field for steering, so it gets two.
"""

REGISTERED: dict[str, dict[str, int]] = {
    "70-kh-ttyt-2022": {
        "steering": 1,
        "institutions": 0,
        "procedures": 0,
        "organisation": 1,
        "civil-service": 0,
        "public-finance": 1,
    },
    "2958-kh-syt-2022": {
        "steering": 1,
        "institutions": 0,
        "procedures": 0,
        "organisation": 1,
        "civil-service": 0,
        "public-finance": 1,
    },
    "124-kh-ubnd-2022": {
        "institutions": 0,
        "procedures": 0,
        "organisation": 1,
        "civil-service": 0,
        "public-finance": 1,
        "e-government": 0,
    },
}
EXPECTED_UNITS = {"70-kh-ttyt-2022": 28, "2958-kh-syt-2022": 1, "124-kh-ubnd-2022": 1}
RECEIVED_UNITS = {"70-kh-ttyt-2022": 3, "2958-kh-syt-2022": 1, "124-kh-ubnd-2022": 1}
DEADLINE_WARNINGS = {"124-kh-ubnd-2022": 0, "2958-kh-syt-2022": 0, "70-kh-ttyt-2022": 2}
