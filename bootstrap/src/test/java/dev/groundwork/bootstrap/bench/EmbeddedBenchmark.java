package dev.groundwork.bootstrap.bench;

import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.access.Actor;
import dev.groundwork.domain.access.HeldPermission;
import dev.groundwork.domain.access.Origin;
import dev.groundwork.domain.access.Permission;
import dev.groundwork.domain.access.Permissions;
import dev.groundwork.domain.access.RoleName;
import dev.groundwork.domain.account.UserId;
import dev.groundwork.domain.flag.CompiledFlag;
import dev.groundwork.domain.flag.Evaluation;
import dev.groundwork.domain.flag.Evaluators;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.session.SessionHandle;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an embedder pays on every request: a permission check, and a flag with one percentage rule. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmbeddedBenchmark {
    private final Clock clock = Clock.systemUTC();
    private final Permission asked = Permission.parse("reports:approve");
    private final Actor.User actor = new Actor.User(
            new UserId(new UUID(1, 2)),
            new SessionHandle("a-session-of-benchmark"),
            permissions(),
            Origin.internal("benchmark"));

    private final CompiledFlag flag = CompiledFlag.of(
            FlagName.parse("new-checkout"),
            true,
            JsonObject.copyOf(Map.of(
                    "variants", Map.of("on", true, "off", false),
                    "defaultVariant", "off",
                    "targeting", Map.of("fractional", List.of(List.of("on", 25), List.of("off", 75))))),
            Evaluators.NONE);
    private final JsonObject context =
            JsonObject.copyOf(Map.of("targetingKey", "5b1cbd0f-5b30-4dd1-a8f1-3b61a9a9bf0e"));

    /** Twenty permissions with an end, and the one that is asked for behind them. */
    private Permissions permissions() {
        Instant end = clock.instant().plusSeconds(86_400);
        return new Permissions(java.util.stream.Stream.concat(
                        java.util.stream.IntStream.range(0, 20).mapToObj(n -> Permission.parse("things:do-" + n)),
                        java.util.stream.Stream.of(asked))
                .map(permission -> new HeldPermission(permission, RoleName.parse("reviewer"), end))
                .toList());
    }

    @Benchmark
    public boolean permissionCheck() {
        return actor.may(asked, clock.instant());
    }

    @Benchmark
    public Evaluation percentageRule() {
        return flag.evaluate(context, clock.instant());
    }
}
