/** Use cases (the inbound side) and ports (the outbound side). */
@org.jspecify.annotations.NullMarked
module dev.groundwork.application {
    requires transitive dev.groundwork.domain;
    requires static org.jspecify;
}
