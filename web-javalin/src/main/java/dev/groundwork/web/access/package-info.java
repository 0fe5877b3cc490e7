/** Who may do what, over HTTP: other people's accounts, roles, grants, the first administrator. */
@NullMarked
package dev.groundwork.web.access;

import org.jspecify.annotations.NullMarked;
