package dev.groundwork.domain.project;

/** What somebody does with a project by {@code projects:administer} alone; each use leaves an entry in the audit trail. */
public enum AdministrativeUse {
    LIST,
    READ,
    ARCHIVE,
    UNARCHIVE,
    DELETE,
    RESTORE,
    TRANSFER;

    /** What the entry is called. */
    public static final String ACTION = "project.administered";
}
