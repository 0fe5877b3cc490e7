package dev.groundwork.planted.openfeature;

public record Contexts() {}
