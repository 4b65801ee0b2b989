package io.swaplane.router.config;

/**
 * How the best path is chosen.
 *
 * @param alwaysCompareMed whether MEDs of different neighbouring ASs are compared; default false.
 * @param preferOldest whether the older of two equal external paths is better; default false.
 * @param multipath how many equal paths share the packets of a VRF's route, 1 to 16; default 1.
 */
record BgpBestPathConfig(Boolean alwaysCompareMed, Boolean preferOldest, Integer multipath) { }
