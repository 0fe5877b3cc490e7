package dev.groundwork.planted.persistence;

public record JooqPersistence(String url) {}
