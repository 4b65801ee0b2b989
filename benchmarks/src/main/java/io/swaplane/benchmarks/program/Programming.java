package io.swaplane.benchmarks.program;

import java.io.IOException;

/** A way of programming labels. */
interface Programming extends AutoCloseable {
    /** Swaps labels from 16 on, each to another one; returns when all are in the tables. */
    void put(int labels, int round) throws IOException;

    /** Takes them out again; returns when all are gone. */
    void delete(int labels) throws IOException;

    @Override
    void close() throws IOException;
}
