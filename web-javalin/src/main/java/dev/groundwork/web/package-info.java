/**
 * The HTTP contract: what every feature shares, and the door {@link dev.groundwork.web.WebServer}. A feature declares its
 * {@link dev.groundwork.web.Route}s, parses with {@link dev.groundwork.web.Exchange}, calls one use case, and renders with
 * {@link dev.groundwork.web.JsonWriter}.
 */
@NullMarked
package dev.groundwork.web;

import org.jspecify.annotations.NullMarked;
