package dev.groundwork.planted.cache;

import dev.groundwork.planted.persistence.JooqPersistence;
import io.javalin.http.Context;

public record RedisCaches(JooqPersistence persistence, Context context) {}
