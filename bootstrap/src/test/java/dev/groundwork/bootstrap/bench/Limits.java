package dev.groundwork.bootstrap.bench;

/** What every server in a benchmark runs with, ours and the one that is the limit, so that they differ in what they do alone. */
final class Limits {
    /** The launcher's. */
    static final String SERVER_OPTIONS = "-XX:+UseSerialGC -Xms48m -Xmx320m -Xss512k";

    private Limits() {}
}
