/** Accounts over HTTP: registering, proving an address, one's own profile. */
@NullMarked
package dev.groundwork.web.account;

import org.jspecify.annotations.NullMarked;
