package dev.groundwork.bootstrap.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What clients and orchestrators saw of one fault, and the bars that it is held to. Each bar is noted with what was measured; {@link
 * #require} fails where one was missed.
 */
final class Outcome {
    /**
     * What a busy machine may add to a single wait beyond its bar, since nodes, servers and clients share two cores, and often others
     * build on them. The measured figure is printed as it is.
     */
    static final Duration STALL = Duration.ofMillis(Integer.getInteger("groundwork.faults.stall"));

    private static final double NANOS = 1e9;
    private static final int MOST_DIFFERENCES = 10;

    private final String name;
    private final Trial.Times times;
    private final List<Sample> samples;
    private final List<Watch.Look> looks;
    private final Ledger ledger;
    private final Ledger.Balance balance;
    private final List<String> bars = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    Outcome(
            String name,
            Trial.Times times,
            List<Sample> samples,
            List<Watch.Look> looks,
            Ledger ledger,
            Ledger.Balance balance) {
        this.name = name;
        this.ledger = ledger;
        this.times = times;
        this.samples = samples;
        this.looks = looks;
        this.balance = balance;
        missed.addAll(balance.differences().stream().limit(MOST_DIFFERENCES).toList());
    }

    /** {@link #STALL}, or twice the longest wait before the fault where that is more: so busy the machine was just then. */
    Duration stall() {
        Duration before = longest(before().stream()).multipliedBy(2);
        return before.compareTo(STALL) > 0 ? before : STALL;
    }

    /** Nobody sees an error. */
    Outcome noErrors() {
        return bar("no 5xx, nothing lost", kinds(), errors().findAny().isEmpty());
    }

    /** Reads see no error. */
    Outcome noErrorsIn(String... routes) {
        List<String> meant = List.of(routes);
        List<Sample> found =
                errors().filter(sample -> meant.contains(sample.route())).toList();
        return bar("no 5xx in " + String.join(", ", meant), String.valueOf(found.size()), found.isEmpty());
    }

    /** Whoever is caught by the fault waits no longer. */
    Outcome waitAtMost(Duration most) {
        return bar("wait", most, longestWait());
    }

    /** Whoever asks once the fault is known, so much later than it began, waits no longer. */
    Outcome waitOnceKnown(Duration known, Duration most) {
        Duration longest = longest(samples.stream()
                .filter(sample -> sample.begin() > times.begun() + known.toNanos() && sample.begin() < times.healed()));
        return bar("wait once known", most, longest);
    }

    /** Each acknowledged task is answered, for the moment of its acknowledgement, as it was then. */
    Outcome pastAsAcknowledged(Ledger.Asking node) throws IOException {
        List<String> differences = ledger.compareWithThePast(node);
        return none("differences in the past", differences);
    }

    /** Nothing of that kind was found. */
    Outcome none(String what, Collection<String> found) {
        return bar(
                "no " + what,
                found.isEmpty()
                        ? "0"
                        : found.size() + ", such as " + found.iterator().next(),
                found.isEmpty());
    }

    /** The first requests after the fault's beginning take so much longer than usual ones, but one in a hundred, at most. */
    Outcome firstCallSlower(Duration most) {
        double usual = percentile(before(), 0.99);
        double first = samples.stream()
                .filter(sample -> sample.end() > times.begun() && sample.begin() < times.begun() + NANOS)
                .mapToDouble(Sample::millis)
                .max()
                .orElse(0);
        return bar("first call slower by", most, Duration.ofMillis((long) Math.max(0, first - usual)));
    }

    /**
     * All but one in a hundred are at most twice as slow as usual, from a second after the fault's beginning. A few milliseconds are
     * usual, and one pause of the collector or the scheduler is more than that again, so {@link #stall()} is added.
     */
    Outcome usualSpeed() {
        double usual = percentile(before(), 0.99);
        double now = percentile(
                samples.stream()
                        .filter(sample -> sample.begin() > times.begun() + NANOS && sample.begin() < times.healed())
                        .toList(),
                0.99);
        return bar(
                String.format(Locale.ROOT, "p99 at most twice %.0f ms", usual),
                String.format(Locale.ROOT, "%.0f ms", now),
                now <= 2 * usual + stall().toMillis());
    }

    /** After healing, requests succeed again for good so soon. */
    Outcome backWithin(Duration most) {
        return bar("back", most, recovery());
    }

    /** After healing, every node says so soon that it has Redis. */
    Outcome redisBackWithin(Duration most) {
        long back = looks.stream()
                .filter(look -> look.at() > times.healed() && !look.seesRedis())
                .mapToLong(Watch.Look::at)
                .max()
                .orElse(times.healed());
        return bar("Redis back", most, Duration.ofNanos(back - times.healed()));
    }

    /** Liveness stays, and is told at once. */
    Outcome livesThroughout() {
        List<Watch.Look> dead =
                looks.stream().filter(look -> look.alive() != 200).toList();
        double longest =
                looks.stream().mapToDouble(Watch.Look::aliveMillis).max().orElse(0);
        return bar(
                "liveness 200 within 1 s",
                String.format(Locale.ROOT, "%d others, longest %.0f ms", dead.size(), longest),
                dead.isEmpty() && longest <= 1_000 + stall().toMillis());
    }

    /** While the fault is known, no node says that it is ready; before and after, each does. */
    Outcome notReadyOnceKnown(Duration known) {
        List<Watch.Look> wrong = looks.stream()
                .filter(look -> look.at() > times.begun() + known.toNanos() && look.at() < times.healed())
                .filter(look -> look.ready() != 503)
                .toList();
        return bar("readiness 503 once known", wrong.size() + " others", wrong.isEmpty());
    }

    /** The fault keeps no node from serving. */
    Outcome readyThroughout() {
        List<Watch.Look> wrong =
                looks.stream().filter(look -> look.ready() != 200).toList();
        return bar("readiness 200", wrong.size() + " others", wrong.isEmpty());
    }

    /** Every node gets so many threads more at most. */
    Outcome threadsMoreAtMost(int most) {
        int usual = looks.stream()
                .filter(look -> look.at() < times.begun())
                .mapToInt(Watch.Look::threads)
                .max()
                .orElse(0);
        int now = looks.stream().mapToInt(Watch.Look::threads).max().orElse(0);
        return bar("at most " + most + " threads more", String.valueOf(now - usual), now - usual <= most);
    }

    /** A bar of the fault's own. */
    Outcome bar(String what, Duration most, Duration measured) {
        return bar(what + " at most " + seconds(most), seconds(measured), measured.compareTo(most.plus(stall())) <= 0);
    }

    Outcome bar(String what, String measured, boolean held) {
        bars.add(what + " (" + measured + ")");
        if (!held) {
            missed.add(what + ": " + measured);
        }
        return this;
    }

    /** Enters it in the report, and fails where a bar was missed. */
    void require(Report report) {
        report.add(new Report.Row(
                name,
                longestWait(),
                recovery(),
                kinds(),
                balance.acknowledged(),
                balance.lost(),
                balance.doubled(),
                String.join("; ", bars),
                missed.isEmpty()));
        if (!missed.isEmpty()) {
            throw new AssertionError(name + ":\n  " + String.join("\n  ", missed) + "\nheld to: " + bars
                    + "\nslowest:\n  " + slowest() + "\nthe nodes' last errors:\n  " + lastErrors());
        }
    }

    private List<Sample> before() {
        return samples.stream().filter(sample -> sample.end() < times.begun()).toList();
    }

    private Stream<Sample> errors() {
        return samples.stream().filter(Sample::failed);
    }

    private String kinds() {
        Map<String, Long> kinds = errors().collect(Collectors.groupingBy(
                sample -> switch (sample.status()) {
                    case Sample.LOST -> "lost";
                    case Sample.TIMED_OUT -> "timed out";
                    case Sample.REFUSED -> "refused";
                    default -> String.valueOf(sample.status());
                },
                TreeMap::new,
                Collectors.counting()));
        return kinds.isEmpty()
                ? "0"
                : kinds.entrySet().stream()
                        .map(kind -> kind.getKey() + ": " + kind.getValue())
                        .collect(Collectors.joining(", "));
    }

    private Duration longestWait() {
        return longest(samples.stream().filter(sample -> sample.end() > times.begun()));
    }

    /** Those that waited longest, for whoever looks for the cause. */
    private String slowest() {
        return samples.stream()
                .filter(sample -> sample.end() > times.begun())
                .sorted(Comparator.comparingDouble(Sample::millis).reversed())
                .limit(MOST_DIFFERENCES)
                .map(sample -> String.format(
                        Locale.ROOT,
                        "%s answered %d after %.0f ms, asked %.1f s after the beginning",
                        sample.route(),
                        sample.status(),
                        sample.millis(),
                        (sample.begin() - times.begun()) / NANOS))
                .collect(Collectors.joining("\n  "));
    }

    /** What the nodes that were looked at have logged as errors since they were started. */
    private String lastErrors() {
        return looks.stream()
                .map(Watch.Look::node)
                .distinct()
                .flatMap(node -> node.errors().stream())
                .collect(Collectors.joining("\n  "));
    }

    private static Duration longest(Stream<Sample> samples) {
        return Duration.ofNanos(
                samples.mapToLong(sample -> sample.end() - sample.begin()).max().orElse(0));
    }

    private Duration recovery() {
        return Trial.recovery(samples, times.healed());
    }

    private static double percentile(List<Sample> samples, double share) {
        List<Double> sorted = samples.stream()
                .map(Sample::millis)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * share));
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / NANOS);
    }
}
