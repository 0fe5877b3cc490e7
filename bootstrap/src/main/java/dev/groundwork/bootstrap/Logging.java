package dev.groundwork.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * One line per event on the standard output, with the request's id where there is one. In Java, since reading the same from XML
 * costs a tenth of a second at each start; {@code -Dlogback.configurationFile} replaces it.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    /** Line breaks would let whoever is logged forge a line of their own. */
    private static final String PATTERN =
            "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level [%X{requestId:--}] %logger{0}: %replace(%msg){'\\R', ' | '}"
                    + "%replace(%rEx{full}){'^(?=.)|\\R\\s*(?=.)', ' | '}%nopex%n";

    private static final String CONSOLE = "console";

    private static final List<String> TALKATIVE = List.of(
            "com.github.kagkarlsson",
            "com.zaxxer.hikari",
            "io.javalin",
            "org.eclipse.jetty",
            "org.flywaydb",
            "org.jooq",
            "org.postgresql",
            "redis.clients");

    /** From now on on the standard error: the standard output belongs to what a command answers. */
    static void onStandardError() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE)
                        instanceof ConsoleAppender<ILoggingEvent> console) {
            console.stop();
            console.setTarget("System.err");
            console.start();
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setName(CONSOLE);
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        TALKATIVE.forEach(library -> context.getLogger(library).setLevel(Level.WARN));
        // jOOQ warns of each PostgreSQL that is not the newest; what we send is tested on 15 to 18.
        context.getLogger("org.jooq.impl.DefaultExecuteContext.logVersionSupport")
                .setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
