package io.swaplane.benchmarks.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * DPDK's testpmd in its {@code io} mode: it hands each packet on without looking at it.
 *
 * @param title its name in the results.
 * @param driver DPDK's driver.
 * @param options the driver's options, each after a comma.
 * @param receiveOffload whether {@code d0} must be given what a redirect into it needs.
 */
record TestpmdForwarder(String title, String driver, String options, boolean receiveOffload) implements Forwarder {
    @Override
    public byte[] frame() {
        return TestFrames.labelled();
    }

    @Override
    public Started start(final Bed bed, final Path directory) throws IOException {
        if (receiveOffload) {
            bed.receiveOffload(true);
        }
        final String cpu = "@" + Cpu.FORWARDER;
        final List<String> words = new ArrayList<>(Cpu.pinned());
        words.addAll(List.of("dpdk-testpmd", "--no-huge", "-m", "512", "--no-pci", "--no-telemetry",
            "--lcores", "0" + cpu + ",1" + cpu, "--main-lcore", "0"));
        for (int port = 0; port < 2; port++) {
            words.addAll(List.of("--vdev", driver + port + ",iface=d" + port + options));
        }
        words.addAll(List.of("--", "-i", "--forward-mode=io", "--auto-start", "--total-num-mbufs=16384", "--rxd=2048", "--txd=2048"));
        return Child.start(bed, directory.resolve("testpmd.log"), "testpmd> ", words);
    }
}
