package dev.groundwork.domain.account;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.Refused;

/** Whether an account may do anything; only an active one may. */
public enum UserStatus {
    ACTIVE,
    INACTIVE,
    SUSPENDED,
    /** For ever: address and username are free again. */
    DELETED;

    /** Reads a status that an account can be given; deleting is a command of its own. */
    public static Input.Reader<UserStatus> notDeleted() {
        return raw -> {
            UserStatus status = Input.oneOf(UserStatus.class).read(raw);
            if (status == DELETED) {
                throw Refused.invalid("must be one of active, inactive, suspended; DELETE deletes an account");
            }
            return status;
        };
    }
}
