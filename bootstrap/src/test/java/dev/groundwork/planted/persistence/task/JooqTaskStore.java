package dev.groundwork.planted.persistence.task;

import dev.groundwork.planted.cache.RedisCaches;
import dev.groundwork.planted.persistence.project.CyclicProjectStore;
import redis.clients.jedis.HostAndPort;

public record JooqTaskStore(RedisCaches caches, CyclicProjectStore projects, HostAndPort redis) {}
