/** What accounts need that has no house of its own: hashing passwords, and handing mails over. */
@NullMarked
package dev.groundwork.bootstrap.account;

import org.jspecify.annotations.NullMarked;
