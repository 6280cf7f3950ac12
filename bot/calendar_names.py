"""What months and days of the week are called in English."""

MONTHS = {
    name: number
    for number, group in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        start=1,
    )
    for name in group.split()
}
"""Each month's names, in small letters, with its number from 1."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""As `date.weekday` counts them."""
