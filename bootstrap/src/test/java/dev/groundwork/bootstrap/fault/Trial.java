package dev.groundwork.bootstrap.fault;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One fault under load: before, during, and after it until all is well again; then the reckoning. */
final class Trial {
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(15);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** How long a client rests between two requests. */
    private static final Duration PAUSE = Duration.ofMillis(30);

    private final Site site;
    private final List<Site.Session> sessions;
    private final Duration pause;

    private Trial(Site site, List<Site.Session> sessions, Duration pause) {
        this.site = site;
        this.sessions = sessions;
        this.pause = pause;
    }

    /** @param sessions one for each client */
    Trial(Site site, List<Site.Session> sessions) {
        this(site, sessions, PAUSE);
    }

    /** So many times as many clients, which ask as much as those of this one altogether. */
    Trial withCrowd(int times) {
        List<Site.Session> crowd = Stream.generate(() -> sessions)
                .limit(times)
                .flatMap(List::stream)
                .toList();
        return new Trial(site, crowd, pause.multipliedBy(times));
    }

    /** When the fault began and ended, in the terms of {@link System#nanoTime}. */
    record Times(long begun, long healed) {}

    /** What happens between a fault's beginning and its end. */
    interface Fault {
        void happen(Ledger ledger) throws Exception;
    }

    /** Lets it happen, stay for some time, and end. */
    Outcome run(String name, Runnable begin, Duration stay, Runnable heal) throws Exception {
        return run(
                name,
                ledger -> {
                    begin.run();
                    Waiting.pause(stay);
                },
                ledger -> heal.run());
    }

    /**
     * @param fault takes as long as the fault stays
     * @param heal its time is the healing's; what comes after it is recovery
     */
    Outcome run(String name, Fault fault, Fault heal) throws Exception {
        Ledger ledger = new Ledger(site.newProject(name));
        long begun;
        long healed;
        List<Sample> samples;
        List<Watch.Look> looks;
        try (Watch watch = Watch.start(site);
                Load load = Load.start(site, ledger, sessions, pause)) {
            try {
                Waiting.pause(BEFORE);
                begun = System.nanoTime();
                fault.happen(ledger);
            } finally {
                heal.happen(ledger);
            }
            healed = System.nanoTime();
            Waiting.until(LONGEST_RECOVERY, () -> hasRecovered(load.samples(), healed));
            load.stop();
            samples = load.samples();
            looks = watch.looks();
        }
        ledger.settle(site.ada());
        try (Connection connection = site.postgres().connect()) {
            return new Outcome(name, new Times(begun, healed), samples, looks, ledger, ledger.compare(connection));
        }
    }

    private static boolean hasRecovered(List<Sample> samples, long healed) {
        return System.nanoTime() > healed + recovery(samples, healed).toNanos() + SECOND;
    }

    /** How long after healing the last error was seen; nothing where there was none. */
    static Duration recovery(List<Sample> samples, long healed) {
        long last = samples.stream()
                .filter(sample -> sample.failed() && sample.end() > healed)
                .mapToLong(Sample::end)
                .max()
                .orElse(healed);
        return Duration.ofNanos(last - healed);
    }
}
