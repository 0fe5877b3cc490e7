package dev.groundwork.planted.openfeature;

import dev.groundwork.planted.cache.RedisCaches;

public record GroundworkProvider(RedisCaches caches) {}
