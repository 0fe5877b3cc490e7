package dev.groundwork.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What Redis is asked to do, each in one step and on one key, so that it works on a cluster too. An entry is {@code <stamp>
 * <run> <copy>}, or the stamp alone for a tombstone: of two copies the one with the higher stamp is newer.
 */
public enum Script {
    /**
     * The copy. GETEX without options only reads, but counts as a write: so a Redis that refuses writes, and can't be told what
     * is out of date, isn't believed either. Nor are copies that an earlier run of the server kept: a server that starts from
     * its last snapshot, or takes over from one that died, may have lost a tombstone.
     */
    FIND("""
            local entry = redis.pcall('GETEX', KEYS[1])
            if type(entry) == 'table' then
              return foreign(entry)
            end
            if not entry or string.match(entry, '^%d+$') then
              return false
            end
            local run, copy = string.match(entry, '^%d+ (%w+) (.+)$')
            if not run then
              redis.call('DEL', KEYS[1])
              return false
            end
            return run == this_run() and copy
            """),

    /** Keeps a copy, {@code stamp, copy, milliseconds}, unless something newer is there. */
    FILL("""
            local stamp = stamp_of(redis.pcall('GET', KEYS[1]))
            if stamp and stamp > tonumber(ARGV[1]) then
              return 0
            end
            redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. this_run() .. ' ' .. ARGV[2], 'PX', ARGV[3])
            return 1
            """),

    /**
     * Drops what is older, and refuses such for a while: {@code stamp, milliseconds}. Redis refuses SET when its memory is full,
     * but not to a script that has written already; hence the DEL.
     */
    INVALIDATE("""
            local stamp = stamp_of(redis.pcall('GET', KEYS[1]))
            if stamp and stamp >= tonumber(ARGV[1]) then
              return 1
            end
            redis.call('DEL', KEYS[1])
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """),

    /** Drops what is there, whatever its stamp, and refuses what is not newer than that and {@code stamp, milliseconds}. */
    END("""
            local stamp = stamp_of(redis.pcall('GET', KEYS[1]))
            local least = tonumber(ARGV[1])
            if stamp and stamp >= least then
              least = stamp + 1
            end
            redis.call('DEL', KEYS[1])
            redis.call('SET', KEYS[1], string.format('%.0f', least), 'PX', ARGV[2])
            return 1
            """),

    /** Deletes a copy that can't be read, unless something else took its place. */
    DROP("""
            local entry = redis.pcall('GET', KEYS[1])
            if type(entry) == 'string' and string.sub(entry, -#ARGV[1]) == ARGV[1] then
              redis.call('DEL', KEYS[1])
            end
            return 1
            """),

    /**
     * Adds to what is taken from a budget, {@code requests, microseconds, taken, microseconds since then}, and answers in how many
     * microseconds the budget is whole. The key holds when that will be (GCRA: the budget fills evenly), by the clock of Redis.
     */
    SPEND("""
            local requests, window, count, age = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local whole = math.max(stamp_of(redis.pcall('GET', KEYS[1])) or 0, now - age)
            local taken = math.max(0, math.min(whole - now + count * window / requests, window))
            redis.call('SET', KEYS[1], string.format('%.0f', now + taken), 'PX', math.max(1, math.ceil(taken / 1000)))
            return math.ceil(taken)
            """),

    /** Whether Redis answers, may be written to, has memory left, and knows GETEX. SET goes first: see {@link #INVALIDATE}. */
    PROBE("""
            redis.call('SET', KEYS[1], '1', 'PX', '1000')
            redis.call('GETEX', KEYS[1])
            return 1
            """);

    /** What several scripts need. An entry of a type that isn't ours is deleted; INFO may be denied to our login. */
    private static final String PRELUDE = """
            local function foreign(failure)
              if string.find(failure.err, 'WRONGTYPE', 1, true) then
                redis.call('DEL', KEYS[1])
                return false
              end
              return failure
            end
            local function stamp_of(entry)
              if type(entry) == 'table' then
                return foreign(entry) and error(entry.err, 0)
              end
              return entry and tonumber(string.match(entry, '^%d+'))
            end
            local function this_run()
              local info = redis.pcall('INFO', 'server')
              return type(info) == 'string' and string.match(info, 'run_id:(%w+)') or '0'
            end
            """;

    private final String text;
    private final String sha1;

    Script(String body) {
        this.text = PRELUDE + body;
        this.sha1 = sha1(text);
    }

    String text() {
        return text;
    }

    /** What Redis knows the script by, once it has seen it. */
    String sha1() {
        return sha1;
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-1", e);
        }
    }
}
