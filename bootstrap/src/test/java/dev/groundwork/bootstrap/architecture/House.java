package dev.groundwork.bootstrap.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * The rules of the house, for every package below one root: {@code dev.groundwork} for the house itself, another for the
 * violations that a test plants to see each rule fail.
 */
final class House {
    /** What any ring may use: Java itself and the annotations that say what may be null. */
    private static final String[] JAVA = {"java..", "javax.crypto..", "javax.net..", "org.jspecify.."};

    /** The one class by which each adapter is entered. */
    private static final Map<String, String> DOORS = Map.of(
            "persistence",
            "JooqPersistence",
            "cache",
            "RedisCaches",
            "web",
            "WebServer",
            "openfeature",
            "GroundworkProvider");

    private static final Set<String> SYSTEM_TIME = Set.of(
            Instant.class.getName(),
            LocalDate.class.getName(),
            LocalDateTime.class.getName(),
            OffsetDateTime.class.getName(),
            ZonedDateTime.class.getName());

    private final String root;

    House(String root) {
        this.root = root;
    }

    /** Every rule by a name that a test can ask for. */
    Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("domain is pure", domainIsPure());
        rules.put("application knows only the domain", applicationKnowsOnlyTheDomain());
        rules.put("db stands alone", dbStandsAlone());
        for (String adapter : List.of("persistence", "cache", "web", "openfeature")) {
            rules.put(adapter + " knows no other adapter", knowsNoOtherAdapter(adapter));
            rules.put(adapter + " has one door", hasOneDoor(adapter));
        }
        for (String ring : List.of("domain", "application", "persistence", "cache", "web")) {
            rules.put("features of " + ring + " form no cycle", featuresFormNoCycle(ring));
        }
        rules.put("jOOQ stays in persistence", library("org.jooq..", "persistence", "db"));
        rules.put("Jedis stays in cache", library("redis.clients..", "cache"));
        rules.put("Javalin stays in web", library("io.javalin..", "web"));
        rules.put("OpenFeature stays in openfeature", library("dev.openfeature..", "openfeature"));
        rules.put("web reaches no store", webReachesNoStore());
        rules.put("the core reads no clock, chance or environment", coreReadsNoSystem());
        rules.put("domain never changes in place", domainIsImmutable());
        rules.put("names say what a class is", namesSayWhat());
        rules.put("packages are features", packagesAreFeatures());
        rules.put("nothing prints", nothingPrints());
        return rules;
    }

    private ArchRule domainIsPure() {
        return classes()
                .that()
                .resideInAPackage(in("domain"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JAVA).or(resideInAPackage(in("domain"))))
                .because("domain is true whatever stores or serves it: move what needs a library behind a port of"
                        + " application, and implement it in the adapter that has that library");
    }

    private ArchRule applicationKnowsOnlyTheDomain() {
        return classes()
                .that()
                .resideInAPackage(in("application"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(JAVA)
                        .or(resideInAPackage(in("domain")))
                        .or(resideInAPackage(in("application"))))
                .because(
                        "application knows use cases and ports only: what needs SQL, Redis, HTTP or a library belongs in"
                                + " persistence-jooq, cache-redis, web-javalin or bootstrap, behind a port");
    }

    private ArchRule dbStandsAlone() {
        return noClasses()
                .that()
                .resideInAPackage(in("db"))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAPackage(in("db")))))
                .because("db migrates a schema and knows nothing of ours: code that speaks domain types belongs in"
                        + " persistence-jooq");
    }

    private ArchRule knowsNoOtherAdapter(String adapter) {
        return noClasses()
                .that()
                .resideInAPackage(in(adapter))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(in("domain"), in("application"), in(adapter)))))
                .because("an adapter depends on application alone: let bootstrap pass one adapter's port to another");
    }

    private ArchRule hasOneDoor(String adapter) {
        String door = DOORS.get(adapter);
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(adapter))
                .should()
                .dependOnClassesThat(resideInAPackage(in(adapter))
                        .and(are(not(nameMatching((root + "." + adapter).replace(".", "\\.") + "\\.(" + door
                                + "|WebConfiguration|package-info)(\\$.*)?")))))
                .because("the world sees " + door + " only: let it hand out what you need as a port of application");
    }

    private ArchRule featuresFormNoCycle(String ring) {
        return slices().matching(root + "." + ring + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a feature that needs another and is needed by it is one feature, or a third is missing;"
                        + " what all share belongs in the ring's root package");
    }

    private ArchRule library(String library, String... homes) {
        String[] packages = Arrays.stream(homes).map(this::in).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .because("this library is at home in " + String.join(" and ", homes)
                        + ": ask for what you need by a port");
    }

    private ArchRule webReachesNoStore() {
        return noClasses()
                .that()
                .resideInAPackage(in("web"))
                .should()
                .dependOnClassesThat(resideInAPackage(in("application"))
                        .and(nameMatching(".*(Store|Outbox|\\.Work|\\.Transaction)(\\$.*)?")))
                .because(
                        "a handler parses, calls one use case and renders: the query belongs in a use case of application");
    }

    private ArchRule coreReadsNoSystem() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("domain"), in("application"))
                .and()
                .resideOutsideOfPackage(root + ".application.memory..")
                .should()
                .accessTargetWhere(readsSystem())
                .because("time is an injected clock, ids and randomness are ports, configuration is bootstrap's: take"
                        + " Ports.clock(), Ids or Randomness");
    }

    private static DescribedPredicate<JavaAccess<?>> readsSystem() {
        return DescribedPredicate.describe("read the system's clock, chance or environment", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getName();
            boolean time = (name.equals("now") && SYSTEM_TIME.contains(owner.getName()))
                    || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"));
            boolean chance = (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
                    || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                    || owner.isAssignableTo(Random.class);
            boolean system = owner.isEquivalentTo(System.class)
                    && Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "exit")
                            .contains(name);
            return time || chance || system;
        });
    }

    private ArchRule domainIsImmutable() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(in("domain"))
                .should()
                .beFinal()
                .because("a domain type can't be built wrong and never changes: make it a record and return a new one");
    }

    private ArchRule namesSayWhat() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".persistence.schema..")
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|DTO|Dao|DAO|Entity|Mapper)")
                .because("such a name says nothing: call a class by its role, and an adapter by how it differs,"
                        + " such as JooqTaskStore");
    }

    private ArchRule packagesAreFeatures() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(
                        "..impl..",
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..service..",
                        "..services..",
                        "..adapter..",
                        "..port..",
                        "..helper..",
                        "..dto..",
                        "..entity..",
                        "..model..")
                .because("packages are features: account, session, access, project, task, audit, setting, flag");
    }

    private ArchRule nothingPrints() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(in("bootstrap"))
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "use the standard streams",
                        (JavaAccess<?> access) -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err").contains(access.getName())))
                .because(
                        "only the command line speaks to a terminal: log by SLF4J in an adapter, return a value elsewhere");
    }

    private String in(String ring) {
        return root + "." + ring + "..";
    }
}
