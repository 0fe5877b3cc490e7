package dev.groundwork.domain.session;

import dev.groundwork.domain.Input;
import dev.groundwork.domain.JsonObject;
import dev.groundwork.domain.Refused;
import dev.groundwork.domain.account.Login;
import dev.groundwork.domain.account.Password;
import java.util.Objects;
import java.util.Set;

/** What somebody sends who wants to sign in. */
public record SignInRequest(Login login, Password password, JsonObject device, SessionMode mode) {
    /** The members that {@link #parse} understands. */
    public static final Set<String> MEMBERS = Set.of("login", "password", "deviceInfo", "mode");

    /** A device tells a few words about itself; more would be somebody's storage. */
    private static final int MAX_DEVICE_MEMBERS = 20;

    private static final int MAX_DEVICE_LENGTH = 4096;

    public SignInRequest {
        Objects.requireNonNull(login);
        Objects.requireNonNull(password);
        Objects.requireNonNull(device);
        Objects.requireNonNull(mode);
    }

    /** @throws Refused {@link dev.groundwork.domain.Refusal.Invalid} with every violation */
    public static SignInRequest parse(Input input) {
        var login = input.required("login", Input.text(Login::new));
        var password = input.required("password", Input.text(Password::parse));
        var device = input.optional("deviceInfo", SignInRequest::readDevice, JsonObject.EMPTY);
        var mode = input.optional("mode", Input.oneOf(SessionMode.class), SessionMode.TOKEN);
        input.refuseIfInvalid();
        return new SignInRequest(login.get(), password.get(), device.get(), mode.get());
    }

    private static JsonObject readDevice(Object raw) {
        JsonObject device = Input.object().read(raw);
        if (device.members().size() > MAX_DEVICE_MEMBERS || device.textLength() > MAX_DEVICE_LENGTH) {
            throw Refused.invalid("must have at most " + MAX_DEVICE_MEMBERS + " members and " + MAX_DEVICE_LENGTH
                    + " characters as JSON");
        }
        return device;
    }
}
