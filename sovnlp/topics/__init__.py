"""Topic models that are stable, attested and readable: fitted in replicates, kept in a folder, shown with evidence."""
