package dev.groundwork.application.flag;

import dev.groundwork.domain.Page;
import dev.groundwork.domain.flag.Flag;
import dev.groundwork.domain.flag.FlagName;
import dev.groundwork.domain.flag.NewFlag;
import java.util.List;
import java.util.Optional;

/**
 * Feature flags. As the service only. Changes come behind {@link dev.groundwork.application.setting.SettingStore#lock}, since a flag
 * is checked against the rules that it shares with others.
 */
public interface FlagStore {

    /** Flags by name. */
    Page<Flag> list(Page.Request page);

    /** All of them, in no order. */
    List<Flag> listAll();

    /** How many there are. */
    int count();

    /** The flag; empty where there is none. */
    Optional<Flag> find(FlagName name);

    /**
     * Adds a flag, whose version is greater than any that a flag of its name ever had.
     *
     * @return empty where the name is taken
     */
    Optional<Flag> add(NewFlag flag);

    /**
     * Makes a flag, which is there, what it shall be.
     *
     * @return empty where the new name is taken
     */
    Optional<Flag> change(FlagName name, NewFlag flag);

    /** Removes a flag; false where there is none. */
    boolean remove(FlagName name);
}
