package io.swaplane.benchmarks.io;

import io.swaplane.io.bpf.BpfAssembler;
import io.swaplane.io.bpf.BpfLink;
import io.swaplane.io.bpf.Register;
import io.swaplane.io.bpf.XdpProgram;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.NetDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The generator alone: what it sends is dropped as soon as it arrives. */
record NoForwarder() implements Forwarder {
    @Override
    public String title() {
        return "generator-only";
    }

    @Override
    public byte[] frame() {
        return TestFrames.labelled();
    }

    @Override
    public Started start(final Bed bed, final Path directory) throws IOException {
        return bed.inMiddle().call(() -> {
            try (XdpProgram drop = XdpProgram.load(new BpfAssembler().move(Register.R0, KernelAbi.Bpf.XDP_DROP).exit().assemble(),
                "drop", false)) {
                return new Dropping(drop.attach(new NetDevice("d0").index(), false));
            }
        });
    }

    /** The program is on the interface. */
    private record Dropping(BpfLink link) implements Started {
        @Override
        public List<Long> processes() {
            return List.of();
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
