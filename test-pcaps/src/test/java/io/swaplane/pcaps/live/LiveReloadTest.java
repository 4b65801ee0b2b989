package io.swaplane.pcaps.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import io.swaplane.io.netns.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another configuration for a router that forwards, by the command line and by SIGHUP, and a look at its packets. */
class LiveReloadTest {
    private static final String OLD = "{label: 100, swap: 200, next-hop: 1}";
    private static final String NEW = "{label: 100, swap: 777, next-hop: 8}";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    private Program swaplane(final Site site, final String... command) throws Exception {
        final List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--socket", Setup.socket(directory).toString()));
        return Program.run(site.host(Site.NORTH), arguments.toArray(String[]::new));
    }

    private String printed(final Site site, final int exitCode, final String... command) throws Exception {
        try (Program program = swaplane(site, command)) {
            assertThat(program.exitCode()).as(program::output).isEqualTo(exitCode);
            return program.output();
        }
    }

    private static String changed(final String text) {
        return text.replace(OLD, NEW).replace("lsps:", "  - {index: 8, interface: east, neighbour: 10.0.2.2, push: [888]}\nlsps:");
    }

    /** What the east host gets for fifty packets with label 100, which all are alike. */
    private static String forwarded(final Site site) throws Exception {
        site.at(Site.EAST).clear();
        site.send(Site.WEST, Traffic.numbered(100, 50));
        final List<String> got = site.at(Site.EAST).atLeast(50);
        assertThat(got).hasSize(50);
        return got.getFirst();
    }

    @Test
    void shouldTakeAnotherConfigurationWhileItForwards() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        final Path next = directory.resolve("next.yaml");
        Files.writeString(next, changed(Files.readString(config)));
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            assertThat(router.isAlive()).isTrue();
            final String before = forwarded(site);
            assertThat(printed(site, 0, "diff")).isEmpty();
            assertThat(printed(site, 9, "diff", next.toString())).isEqualTo("""
                + next hop 8: interface east, neighbour 10.0.2.2, push 888
                ~ label 100: swap 200, next hop 1, accept core, owner static -> swap 777, next hop 8, accept core, owner static""");
            assertThat(forwarded(site)).as("a diff changes nothing").isEqualTo(before);
            assertThat(printed(site, 0, "reload", next.toString())).isEqualTo("1 added, 0 removed, 1 changed");
            // 888 and 777, each with a TTL of 63.
            assertThat(forwarded(site)).isNotEqualTo(before).containsIgnoringCase("0037803f0030913f");
            assertThat(printed(site, 0, "reload")).as("back to the file of the start").isEqualTo("0 added, 1 removed, 1 changed");
            assertThat(forwarded(site)).isEqualTo(before);
        }
    }

    @Test
    void shouldReadItsFileAgainOnSighupUnlessItIsBad() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        final String good = Files.readString(config);
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            final String before = forwarded(site);
            Files.writeString(config, good.replace("next-hop: 1}", "next-hop: 99}"));
            router.hangUp();
            assertThat(router.says("reload refused, nothing has changed")).isTrue();
            assertThat(router.says("next-hop: there is no next hop '99'")).as(router.output()).isTrue();
            Files.writeString(config, good.replace("mtu: 1500", "mtu: 1400"));
            router.hangUp();
            assertThat(router.says("interfaces[east].mtu: restart needed")).as(router.output()).isTrue();
            assertThat(forwarded(site)).isEqualTo(before);
            Files.writeString(config, changed(good));
            router.hangUp();
            assertThat(router.says("reloaded: 1 added, 0 removed, 1 changed")).as(router.output()).isTrue();
            assertThat(forwarded(site)).isNotEqualTo(before);
        }
    }

    @Test
    void shouldResolveTheNeighboursOfNewNextHops() throws Exception {
        final Path config = Setup.in(directory, "native").write();
        final Path next = directory.resolve("next.yaml");
        Files.writeString(next, Files.readString(config).replaceFirst(" *- \\{interface: east, address: 10.0.2.2, mac: [^}]*}\n", ""));
        try (Site site = new Site(1500); Program router = Program.router(site, config)) {
            site.address(Site.EAST);
            final String before = forwarded(site);
            assertThat(printed(site, 0, "reload", next.toString())).isEqualTo("0 added, 1 removed, 0 changed");
            assertThat(router.says("neighbour 10.0.2.2 on east is at " + Site.hostMac(Site.EAST))).as(router.output()).isTrue();
            assertThat(forwarded(site)).isEqualTo(before);
            assertThat(printed(site, 0, "reload", config.toString())).isEqualTo("1 added, 0 removed, 0 changed");
            assertThat(forwarded(site)).isEqualTo(before);
        }
    }

    @Test
    void shouldTracePacketsOfALabelWhileItForwards() throws Exception {
        final Path config = Setup.in(directory, "native").workers(1).write();
        try (Site site = new Site(1500); Program router = Program.router(site, config);
             Program trace = swaplane(site, "trace", "--label", "100", "--count", "3", "--timeout", "60")) {
            assertThat(router.isAlive()).isTrue();
            Await.until("three packets are traced", () -> {
                send(site);
                return !trace.isAlive();
            });
            assertThat(trace.exitCode()).as(trace::output).isZero();
            assertThat(trace.output()).startsWith("#1 west in   ").doesNotContain("#4", "101:")
                .contains("\n  100: swap to 200, next hop 1\n  out east  ", "\n#3 west in   ");
            assertThat(forwarded(site)).isNotEmpty();
            assertThat(printed(site, 0, "trace", "--label", "55", "--timeout", "1")).isEqualTo("0 of 5 packets within 1 s");
        }
    }

    private static void send(final Site site) {
        try {
            site.send(Site.WEST, Traffic.numbered(100, 2));
            site.send(Site.WEST, Traffic.numbered(101, 2));
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
