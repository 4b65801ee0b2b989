package io.swaplane.control.api;

import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.RouteFilter;
import io.swaplane.control.view.RouteView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Serves and reads every label that there is, and then a million routes, in one process. */
final class MillionLabels {
    private MillionLabels() {
    }

    public static void main(final String[] args) throws IOException {
        final Path socket = Path.of(args[0]);
        long labels = 0;
        long nextHops = 0;
        int last = 0;
        long routes = 0;
        try (ControlServer _ = new ControlServer(socket, new FakeState((1 << 20) - FakeState.FIRST), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket);
             PageReader<LabelPage> pages = client.labels(LabelFilter.all(true))) {
            for (LabelPage page = pages.next(); page != null; page = pages.next()) {
                labels += page.labels().size();
                nextHops += page.nextHops().size();
                last = page.labels().getLast().label();
            }
        }
        try (ControlServer _ = new ControlServer(socket, new FakeState(1_000_000), new FakeControl(), FakeState.UNHEARD);
             ControlClient client = new ControlClient(socket);
             PageReader<List<RouteView>> pages = client.routes(RouteFilter.of("red"))) {
            for (List<RouteView> page = pages.next(); page != null; page = pages.next()) {
                routes += page.size();
            }
        }
        System.out.println(labels + " labels, " + nextHops + " next hops, last " + last + ", " + routes + " routes");
    }
}
