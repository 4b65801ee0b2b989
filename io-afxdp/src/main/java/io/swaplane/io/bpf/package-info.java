/** BPF: a small assembler and disassembler, and maps, programs and links in the kernel. */
package io.swaplane.io.bpf;
