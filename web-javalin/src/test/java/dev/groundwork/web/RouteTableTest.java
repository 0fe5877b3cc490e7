package dev.groundwork.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static Route route(String path) {
        return Route.get(path).access(Access.OPEN).to(exchange -> Answer.noContent());
    }

    @Test
    void startsNoServerWithARouteThatDoesNotSayWhoMayAsk() {
        Route undeclared = Route.get("/v1/secrets").to(exchange -> Answer.noContent());
        assertThatThrownBy(() -> new RouteTable(List.of(undeclared)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /v1/secrets does not declare who may ask for it");
    }

    @Test
    void refusesTwoRoutesThatAreOne() {
        assertThatThrownBy(() -> new RouteTable(List.of(route("/a/{x}"), route("/a/{x}"))))
                .hasMessageContaining("declared twice");
        assertThatThrownBy(() -> new RouteTable(List.of(route("/a/{x}"), route("/a/{y}/b"))))
                .hasMessageContaining("calls the parameter");
    }

    @Test
    void prefersALiteralSegmentAndComesBackFromOneThatLeadsNowhere() {
        RouteTable table = new RouteTable(List.of(route("/u/me"), route("/u/{id}"), route("/u/{id}/tasks")));
        assertThat(found(table, "/u/me")).isEqualTo("/u/me");
        assertThat(found(table, "/u/you")).isEqualTo("/u/{id}");
        assertThat(found(table, "/u/me/tasks")).isEqualTo("/u/{id}/tasks");
        assertThat(Objects.requireNonNull(table.find("/u/x%20y")).parameters()).containsEntry("id", "x%20y");
    }

    @Test
    void findsNothingAtAPathThatIsOnlyAlmostThere() {
        RouteTable table = new RouteTable(List.of(route("/v1/auth/login"), route("/u/{id}")));
        for (String path : List.of(
                "//v1/auth/login",
                "/v1/auth/login/",
                "/v1//auth/login",
                "/v1/auth/%6Cogin",
                "/V1/auth/login",
                "/u/",
                "/u//",
                "",
                "*",
                "/v1/auth/login;x=1",
                "/v1/auth/./login")) {
            assertThat(table.find(path)).as(path).isNull();
        }
    }

    private static String found(RouteTable table, String path) {
        return Objects.requireNonNull(table.find(path)).place().template();
    }
}
