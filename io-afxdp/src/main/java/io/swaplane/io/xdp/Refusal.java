package io.swaplane.io.xdp;

/**
 * Why an interface did not get a mode.
 *
 * @param mode the mode that was tried.
 * @param reason what the kernel said.
 */
public record Refusal(XdpMode mode, String reason) {
    @Override
    public String toString() {
        return mode.text() + ": " + reason;
    }
}
