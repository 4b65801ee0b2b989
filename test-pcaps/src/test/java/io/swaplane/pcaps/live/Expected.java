package io.swaplane.pcaps.live;

import io.swaplane.control.view.RouterView;
import io.swaplane.io.pcap.Capture;
import io.swaplane.io.pcap.PcapPacket;
import io.swaplane.io.pcap.PcapReader;
import io.swaplane.router.config.ConfigException;
import io.swaplane.router.config.ConfigFile;
import io.swaplane.router.replay.OutputFiles;
import io.swaplane.router.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replay makes of the same frames with the same configuration.
 *
 * @param sent frames by egress port, as {@link Sniffer#sorted}.
 * @param view the router's state behind them.
 */
record Expected(Map<String, List<String>> sent, RouterView view) {
    /** Replays frames that come in by the western port, while some ports are down. */
    static Expected of(final Path config, final List<byte[]> frames, final String... down) throws IOException, ConfigException {
        final List<PcapPacket> packets = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            packets.add(new PcapPacket(i, frames.get(i).length, frames.get(i)));
        }
        final Path out = Files.createTempDirectory(config.getParent(), "replay");
        try (Replay replay = new Replay(ConfigFile.read(config), Map.of(Site.WEST, Capture.of(packets)))) {
            for (final String port : down) {
                replay.setPortState(port, false);
            }
            replay.record(out, null, done -> { });
            final Map<String, List<String>> sent = new HashMap<>();
            for (final String port : Site.HOSTS) {
                sent.put(port, Sniffer.sorted(PcapReader.readAll(OutputFiles.path(out, port)).stream().map(PcapPacket::data).toList()));
            }
            return new Expected(sent, replay.view());
        }
    }
}
