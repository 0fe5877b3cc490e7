/** What is true whatever stores or serves it: records, typed ids, value objects and policies. */
@org.jspecify.annotations.NullMarked
module dev.groundwork.domain {
    requires transitive static org.jspecify;
}
