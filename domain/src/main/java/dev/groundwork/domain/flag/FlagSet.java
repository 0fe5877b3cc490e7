package dev.groundwork.domain.flag;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every flag there is, compiled against one set of evaluators: what a node keeps in memory. Immutable. */
public final class FlagSet {
    private final String tag;
    private final Map<String, CompiledFlag> flags;

    private FlagSet(String tag, Map<String, CompiledFlag> flags) {
        this.tag = tag;
        this.flags = flags;
    }

    /**
     * A flag that is broken, because a person or another release wrote it, fails when it is evaluated, and no other does.
     *
     * @param tag tells this state of all flags from every other
     */
    public static FlagSet of(String tag, Collection<Flag> flags, Evaluators evaluators) {
        Map<String, CompiledFlag> compiled = new TreeMap<>();
        flags.forEach(flag -> compiled.put(
                flag.name().value(), CompiledFlag.ofStored(flag.name(), flag.enabled(), flag.rules(), evaluators)));
        return new FlagSet(tag, compiled);
    }

    /** Tells this state of all flags from every other. */
    public String tag() {
        return tag;
    }

    /** The flag of that name; empty where there is none. */
    public Optional<CompiledFlag> find(String name) {
        return Optional.ofNullable(flags.get(name));
    }

    /** All of them, by name. */
    public List<CompiledFlag> all() {
        return List.copyOf(flags.values());
    }
}
