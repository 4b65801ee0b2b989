package io.swaplane.router.config;

/**
 * Graceful restart; for a neighbor what is not said is as for all.
 *
 * @param mode {@code off}, {@code helper} or {@code full}; default {@code helper}.
 * @param restartTime how long neighbors are asked to wait for this router, 1s to 4095s; default {@code 120s}.
 * @param staleTime how long routes of before are kept once a session is back, 1s to 24h; default {@code 300s}.
 */
record BgpRestartConfig(String mode, String restartTime, String staleTime) { }
