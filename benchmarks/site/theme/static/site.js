// From a disk a page may not fetch others: the search gives titles alone there, and no errors.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
