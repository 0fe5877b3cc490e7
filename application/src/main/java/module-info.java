/** Use cases (the inbound side), ports (the outbound side), and in-memory adapters for every port. */
@org.jspecify.annotations.NullMarked
module dev.groundwork.application {
    requires transitive dev.groundwork.domain;
    requires static org.jspecify;

    exports dev.groundwork.application;
    exports dev.groundwork.application.access;
    exports dev.groundwork.application.account;
    exports dev.groundwork.application.audit;
    exports dev.groundwork.application.memory;
    exports dev.groundwork.application.project;
    exports dev.groundwork.application.session;
    exports dev.groundwork.application.setting;
    exports dev.groundwork.application.task;
}
