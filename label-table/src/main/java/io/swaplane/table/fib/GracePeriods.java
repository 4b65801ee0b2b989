package io.swaplane.table.fib;

/** Where FIBs leave what readers may still hold. */
@FunctionalInterface
public interface GracePeriods {
    /** Runs the action, on the calling thread in one of its later cycles, once no reader can hold what nothing leads to any more now. */
    void retire(Runnable action);
}
