/** What is true whatever stores or serves it: records, typed ids, value objects and policies. */
@org.jspecify.annotations.NullMarked
module dev.groundwork.domain {
    requires transitive static org.jspecify;

    exports dev.groundwork.domain;
    exports dev.groundwork.domain.access;
    exports dev.groundwork.domain.account;
    exports dev.groundwork.domain.audit;
    exports dev.groundwork.domain.project;
    exports dev.groundwork.domain.session;
    exports dev.groundwork.domain.setting;
    exports dev.groundwork.domain.task;
}
