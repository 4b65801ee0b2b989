package io.swaplane.io.bpf;

import static io.swaplane.io.bpf.Register.R0;
import static io.swaplane.io.bpf.Register.R1;
import static io.swaplane.io.bpf.Register.R10;
import static io.swaplane.io.bpf.Register.R2;
import static io.swaplane.io.bpf.Register.R3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BpfAssemblerTest {
    /** The encodings stand in the kernel's instruction set document: opcode, registers, offset, immediate, each little-endian. */
    @Test
    void shouldEncodeEveryKindOfInstructionExactly() {
        assertEncoding(a -> a.alu64(Alu.ADD, R2, 14), "07 02 0000 0e000000");
        assertEncoding(a -> a.alu64(Alu.SUBTRACT, R2, R3), "1f 32 0000 00000000");
        assertEncoding(a -> a.alu32(Alu.AND, R1, 0xff), "54 01 0000 ff000000");
        assertEncoding(a -> a.alu32(Alu.SHIFT_LEFT, R1, R2), "6c 21 0000 00000000");
        assertEncoding(a -> a.move(R0, -2), "b7 00 0000 feffffff");
        assertEncoding(a -> a.move(R2, R10), "bf a2 0000 00000000");
        assertEncoding(a -> a.toNetworkOrder(R1, 16), "dc 01 0000 10000000");
        assertEncoding(a -> a.load(Width.WORD, R2, R1, 4), "61 12 0400 00000000");
        assertEncoding(a -> a.load(Width.HALF, R2, R1, 12), "69 12 0c00 00000000");
        assertEncoding(a -> a.load(Width.BYTE, R2, R1, -1), "71 12 ffff 00000000");
        assertEncoding(a -> a.load(Width.DOUBLE, R2, R1, 0), "79 12 0000 00000000");
        assertEncoding(a -> a.store(Width.DOUBLE, R10, -8, R1), "7b 1a f8ff 00000000");
        assertEncoding(a -> a.store(Width.WORD, R10, -4, 7), "62 0a fcff 07000000");
        assertEncoding(a -> a.call(51), "85 00 0000 33000000");
        assertEncoding(BpfAssembler::exit, "95 00 0000 00000000");
        assertEncoding(a -> a.loadConstant(R1, 0x1122334455667788L), "18 01 0000 88776655 00 00 0000 44332211");
    }

    @Test
    void shouldResolveLabelsForwardAndBackward() {
        final Label end = new Label("end");
        final Label start = new Label("start");
        final BpfCode code = new BpfAssembler().bind(start).move(R0, 1).jumpIf(Condition.EQUAL, R0, 0, end)
            .jumpIf32(Condition.LESS, R0, 9, start).jumpIf(Condition.GREATER, R0, R1, end).jump(start).bind(end).exit().assemble();
        assertThat(hex(code)).isEqualTo(plain("b7 00 0000 01000000" + "15 00 0300 00000000" + "a6 00 fdff 09000000"
            + "2d 10 0100 00000000" + "05 00 fbff 00000000" + "95 00 0000 00000000"));
    }

    @Test
    void shouldWriteTheProgramAsTheVerifierWould() {
        final Label end = new Label("end");
        final BpfCode code = new BpfAssembler().load(Width.HALF, R2, R1, 12).jumpIf(Condition.NOT_EQUAL, R2, 0x4788, end)
            .loadConstant(R3, 0x1_0000_0000L).alu32(Alu.ADD, R2, R3).store(Width.DOUBLE, R10, -8, R2).toNetworkOrder(R2, 32)
            .call(1).bind(end).exit().assemble();
        assertThat(code.disassemble()).isEqualTo("""
            0: r2 = *(u16 *)(r1 +12)
            1: if r2 != 18312 goto 8
            2: r3 = 0x100000000
            4: w2 += w3
            5: *(u64 *)(r10 -8) = r2
            6: r2 = be32 r2
            7: call #1
            8: exit
            """);
    }

    @Test
    void shouldRefuseWhatCannotBeEncoded() {
        final BpfAssembler assembler = new BpfAssembler();
        assertThatThrownBy(() -> assembler.load(Width.WORD, R0, R1, 32768)).hasMessageContaining("32768");
        assertThatThrownBy(() -> assembler.store(Width.WORD, R1, -32769, R0)).hasMessageContaining("-32769");
        assertThatThrownBy(() -> assembler.move(R10, 1)).hasMessageContaining("read-only");
        assertThatThrownBy(() -> assembler.toNetworkOrder(R0, 8)).hasMessageContaining("8");
        assertThatThrownBy(assembler::assemble).hasMessageContaining("not 0");
    }

    @Test
    void shouldRefuseLabelsBoundNeverTwiceOrBehindTheEnd() {
        final Label lost = new Label("lost");
        assertThatThrownBy(() -> new BpfAssembler().jump(lost).exit().assemble()).hasMessageContaining("lost");
        final Label twice = new Label("twice");
        final BpfAssembler assembler = new BpfAssembler().bind(twice).exit();
        assertThatThrownBy(() -> assembler.bind(twice)).hasMessageContaining("twice");
        final Label behind = new Label("behind");
        assertThatThrownBy(() -> new BpfAssembler().jump(behind).bind(behind).assemble()).hasMessageContaining("behind");
    }

    private static void assertEncoding(final UnaryOperator<BpfAssembler> instruction, final String expected) {
        assertThat(hex(instruction.apply(new BpfAssembler()).assemble())).isEqualTo(plain(expected));
    }

    private static String plain(final String hex) {
        return hex.replace(" ", "");
    }

    private static String hex(final BpfCode code) {
        final ByteBuffer bytes = ByteBuffer.allocate(code.length() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (final long instruction : code.instructions()) {
            bytes.putLong(instruction);
        }
        return HexFormat.of().formatHex(bytes.array());
    }
}
