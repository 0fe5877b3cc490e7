package dev.groundwork.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection signs in as.
 *
 * @param password null where the server asks for none
 */
public record DatabaseLogin(String user, @Nullable String password) {
    private static final String CONNECT_SECONDS = "5";

    public DatabaseLogin {
        Objects.requireNonNull(user);
    }

    /**
     * A new connection, within a few seconds.
     *
     * @param url a JDBC URL without a user
     * @throws DatabaseRefused where there is none to be had
     */
    public Connection connect(String url) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw DatabaseRefused.of(e, url, this);
        }
    }

    @Override
    public String toString() {
        return "DatabaseLogin[" + user + ", password masked]";
    }
}
