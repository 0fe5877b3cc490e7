package dev.groundwork.web.account;

import dev.groundwork.domain.account.Person;
import dev.groundwork.web.JsonWriter;

/** A person inside another resource. */
public final class PersonJson {
    private PersonJson() {}

    public static void write(JsonWriter json, Person person) {
        json.object(() -> {
            json.text("id", person.id());
            json.text("username", person.username());
            json.text("firstName", person.firstName());
            json.text("lastName", person.lastName());
            json.text("avatarUrl", person.avatarUrl());
        });
    }
}
