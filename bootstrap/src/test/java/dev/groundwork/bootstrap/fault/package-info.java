/** What happens to a server under load when what it stands on fails, or it is killed itself. {@link FaultsIT} is the list. */
@NullMarked
package dev.groundwork.bootstrap.fault;

import org.jspecify.annotations.NullMarked;
