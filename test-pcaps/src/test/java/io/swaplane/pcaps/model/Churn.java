package io.swaplane.pcaps.model;

/** Many things in a router, each of which does something else in each round. */
interface Churn {
    /** How many. */
    int count();

    /** A packet that meets one of them, by number from 0. */
    byte[] packet(int number);

    /** Whether a packet that met it may have left so in a round. */
    boolean isOf(int number, int round, byte[] sent);
}
