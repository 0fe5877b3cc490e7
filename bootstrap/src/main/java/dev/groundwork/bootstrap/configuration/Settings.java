package dev.groundwork.bootstrap.configuration;

import dev.groundwork.domain.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was set, where, and to what. A flag comes before the environment, the environment before the file, the file before the
 * default; something empty counts as not set. Every fault is kept until somebody asks for all of them.
 */
public final class Settings {
    static final String VARIABLE_PREFIX = "GROUNDWORK_";
    /** What the name of a setting ends in where a file holds the value. */
    public static final String FILE_SUFFIX = "-file";

    /** Longer than any secret; what is longer is the wrong file. */
    private static final long LONGEST_SECRET_FILE = 64 * 1024;

    /**
     * A value that somebody gave.
     *
     * @param name what they called it, such as {@code --port}
     * @param source where it came from, for people
     */
    private record Given(String name, String source, String text) {}

    private final Map<Setting<?>, Given> given = new LinkedHashMap<>();
    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Settings() {}

    /**
     * Reads all there is.
     *
     * @param flags values by key, as in a file
     * @param environment the whole of it; only names that begin with {@code GROUNDWORK_} count
     * @param file a properties file in UTF-8; null where none was named
     */
    public static Settings read(Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
        Settings settings = new Settings();
        if (file != null) {
            settings.takeFile(file);
        }
        settings.takeEnvironment(environment);
        settings.take(settings.withoutSecrets(flags), key -> "--" + key, "flag");
        settings.readValues();
        return settings;
    }

    private void takeFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add(
                    "The file " + file + " that --config names cannot be read; check its name, its rights, and that it"
                            + " holds lines such as pool-max=25.");
            return;
        }
        Map<String, String> lines = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> lines.put(key, properties.getProperty(key)));
        refuseUnknown(lines, key -> key, " in " + file);
        take(lines, key -> key + " in " + file, "file " + file);
    }

    private void takeEnvironment(Map<String, String> environment) {
        Map<String, String> byKey = new TreeMap<>();
        Map<String, String> keyByVariable = new HashMap<>();
        keys().forEach(key -> keyByVariable.put(variable(key), key));
        new TreeMap<>(environment).forEach((name, value) -> {
            String key = keyByVariable.get(name);
            if (key != null) {
                byKey.put(key, value);
            } else if (name.startsWith(VARIABLE_PREFIX)) {
                faults.add("There is no setting " + name + "; did you mean "
                        + Nearest.to(
                                name, keys().stream().map(Settings::variable).toList()) + "?");
            }
        });
        take(byKey, Settings::variable, "environment");
    }

    private void refuseUnknown(Map<String, String> lines, UnaryOperator<String> naming, String where) {
        for (String key : lines.keySet()) {
            if (!keys().contains(key)) {
                faults.add("There is no setting " + naming.apply(key) + where + "; did you mean "
                        + Nearest.to(key, keys()) + "?");
            }
        }
    }

    private void take(Map<String, String> byKey, UnaryOperator<String> naming, String source) {
        for (Setting<?> setting : Setting.ALL) {
            String text = byKey.getOrDefault(setting.key(), "");
            String file = byKey.getOrDefault(setting.key() + FILE_SUFFIX, "");
            String name = naming.apply(setting.key());
            String fileName = naming.apply(setting.key() + FILE_SUFFIX);
            if (setting.mayLieInAFile() && !text.isEmpty() && !file.isEmpty()) {
                faults.add("Both " + name + " and " + fileName + " are set; remove one of them.");
            } else if (setting.mayLieInAFile() && !file.isEmpty()) {
                contents(file, fileName)
                        .ifPresent(
                                secret -> given.put(setting, new Given(fileName, source + ", file " + file, secret)));
            } else if (!text.isEmpty()) {
                given.put(setting, new Given(name, source, text));
            }
        }
    }

    private Optional<String> contents(String file, String name) {
        try {
            Path path = Path.of(file);
            if (Files.isRegularFile(path) && Files.size(path) > LONGEST_SECRET_FILE) {
                faults.add(name + " names " + file + ", which is too long to be a secret.");
                return Optional.empty();
            }
            String text = Files.readString(path).replaceAll("\\R\\z", "");
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            faults.add(name + " names " + file + ", which is empty.");
        } catch (IOException | InvalidPathException e) {
            faults.add(name + " names " + file + ", which cannot be read; check its name and its rights.");
        }
        return Optional.empty();
    }

    /** Whoever lists the processes of a machine sees their flags. */
    private Map<String, String> withoutSecrets(Map<String, String> flags) {
        Map<String, String> open = new HashMap<>(flags);
        for (Setting<?> setting : Setting.ALL) {
            String text = flags.getOrDefault(setting.key(), "");
            boolean seen = setting.secrecy() == Setting.Secrecy.SECRET
                    ? flags.containsKey(setting.key())
                    : setting.secrecy() == Setting.Secrecy.URL && Masked.hidesInUrl(text);
            if (seen) {
                open.remove(setting.key());
                faults.add(setting.flag() + " would show a secret to everybody on this machine; set " + setting
                        + ", or name a file that holds it by " + setting.flag() + FILE_SUFFIX + ".");
            }
        }
        return open;
    }

    private void readValues() {
        given.forEach((setting, value) -> {
            try {
                values.put(setting, setting.read(value.text()));
            } catch (IllegalArgumentException e) {
                String seen = setting.secrecy() == Setting.Secrecy.SECRET ? "" : ", not " + setting.shown(value.text());
                faults.add(value.name() + " " + e.getMessage() + seen + ".");
            }
        });
    }

    /** Every key that a file may hold. */
    public static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Setting<?> setting : Setting.ALL) {
            keys.add(setting.key());
            if (setting.mayLieInAFile()) {
                keys.add(setting.key() + FILE_SUFFIX);
            }
        }
        return keys;
    }

    static String variable(String key) {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The value; the default too where it was set to something that can't be read, which is then among {@link #faults}. */
    @SuppressWarnings("unchecked") // readValues put it there, read by the setting itself
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.otherwise() : (T) value;
    }

    /** Whether somebody set it, rightly or wrongly. */
    public boolean isSet(Setting<?> setting) {
        return given.containsKey(setting);
    }

    /** What was set to values that can't be read, a sentence each. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The value as others may see it. */
    public String shown(Setting<?> setting) {
        Given value = given.get(setting);
        return value == null ? setting.shownDefault() : setting.shown(value.text());
    }

    /** Where the value came from: {@code flag}, {@code environment}, {@code file …} or {@code default}. */
    public String source(Setting<?> setting) {
        Given value = given.get(setting);
        return value == null ? "default" : value.source();
    }
}
