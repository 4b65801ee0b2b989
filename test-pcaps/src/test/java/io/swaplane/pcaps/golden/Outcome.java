package io.swaplane.pcaps.golden;

import io.swaplane.control.view.RouterView;
import io.swaplane.io.pcap.PcapPacket;
import java.util.List;
import java.util.Map;

/**
 * What a replay of a case left behind.
 *
 * @param sent frames by egress port, in order; their timestamps tell which inputs they were.
 * @param punted punted frames.
 * @param view the router's counters.
 */
record Outcome(Map<String, List<PcapPacket>> sent, List<PcapPacket> punted, RouterView view) { }
