"""The kinds of forms: a package each, found by scanning when an application is built (`registry`)."""
