package dev.groundwork.application.contract;

import dev.groundwork.application.Work;

/** What the contracts of the stores ask for. */
public interface StoreContract {
    /** The units of work that hand out the stores; others may use the same rows. */
    Work work();
}
