/** The composition root and the {@code groundwork} command: configuration is read first, then adapters are picked, then the house is built. */
@NullMarked
package dev.groundwork.bootstrap;

import org.jspecify.annotations.NullMarked;
