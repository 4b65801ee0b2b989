package io.swaplane.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.io.kernel.Required;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the netlink layouts to what a C program compiled against the kernel's headers prints. */
class LayoutsTest {
    private final Map<String, Integer> expected = new LinkedHashMap<>();

    @Test
    void shouldAgreeWithTheKernelHeaders(@TempDir final Path directory) throws Exception {
        Required.gcc();
        frame();
        link();
        address();
        neighbour();
        final String prints = expected.keySet().stream().map(name -> "printf(\"%s %d\\n\", \"" + name + "\", (int) (" + name + "));\n")
            .collect(Collectors.joining());
        final Path source = Files.writeString(directory.resolve("layouts.c"), """
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/socket.h>
            #include <linux/if.h>
            #include <linux/neighbour.h>
            #include <linux/netlink.h>
            #include <linux/rtnetlink.h>
            int main(void) {
            """ + prints + "return 0; }\n");
        final String program = directory.resolve("layouts").toString();
        run("/usr/bin/gcc", "-o", program, source.toString());
        final String lines = expected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue() + "\n").collect(Collectors.joining());
        assertThat(run(program)).isEqualTo(lines);
    }

    private static String run(final String... command) throws Exception {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private void frame() {
        expected.put("sizeof(struct nlmsghdr)", NetlinkLayout.HEADER_BYTES);
        expected.put("offsetof(struct nlmsghdr, nlmsg_len)", NetlinkLayout.LENGTH);
        expected.put("offsetof(struct nlmsghdr, nlmsg_type)", NetlinkLayout.TYPE);
        expected.put("offsetof(struct nlmsghdr, nlmsg_flags)", NetlinkLayout.FLAGS);
        expected.put("offsetof(struct nlmsghdr, nlmsg_seq)", NetlinkLayout.SEQUENCE);
        expected.put("sizeof(struct nlattr)", NetlinkLayout.ATTRIBUTE_HEADER_BYTES);
        expected.put("(unsigned short) NLA_TYPE_MASK", NetlinkLayout.ATTRIBUTE_TYPE_MASK);
        expected.put("sizeof(struct nlmsgerr)", NetlinkLayout.ERROR_BYTES);
        expected.put("NLMSG_ERROR", NetlinkLayout.ERROR);
        expected.put("NLMSG_DONE", NetlinkLayout.DONE);
        expected.put("NLM_F_REQUEST", NetlinkLayout.REQUEST);
        expected.put("NLM_F_ACK", NetlinkLayout.ACK);
        expected.put("NLM_F_DUMP_INTR", NetlinkLayout.DUMP_INTERRUPTED);
        expected.put("NLM_F_DUMP", NetlinkLayout.DUMP);
        expected.put("NLM_F_REPLACE", NetlinkLayout.REPLACE);
        expected.put("NLM_F_CREATE", NetlinkLayout.CREATE);
        expected.put("NLM_F_CAPPED", NetlinkLayout.CAPPED);
        expected.put("NLM_F_ACK_TLVS", NetlinkLayout.ACK_ATTRIBUTES);
        expected.put("NLMSGERR_ATTR_MSG", NetlinkLayout.ERROR_TEXT);
        expected.put("NETLINK_ROUTE", NetlinkLayout.ROUTE);
        expected.put("sizeof(struct sockaddr_nl)", NetlinkLayout.SOCKET_ADDRESS_BYTES);
        expected.put("NETLINK_ADD_MEMBERSHIP", NetlinkLayout.OPTION_ADD_MEMBERSHIP);
        expected.put("NETLINK_CAP_ACK", NetlinkLayout.OPTION_CAPPED_ACK);
        expected.put("NETLINK_EXT_ACK", NetlinkLayout.OPTION_EXTENDED_ACK);
    }

    private void link() {
        expected.put("RTM_NEWLINK", RouteLayout.NEW_LINK);
        expected.put("RTM_DELLINK", RouteLayout.DELETE_LINK);
        expected.put("RTM_GETLINK", RouteLayout.GET_LINK);
        expected.put("RTNLGRP_LINK", RouteLayout.GROUP_LINK);
        expected.put("sizeof(struct ifinfomsg)", RouteLayout.LINK_BYTES);
        expected.put("offsetof(struct ifinfomsg, ifi_family)", RouteLayout.FAMILY);
        expected.put("offsetof(struct ifinfomsg, ifi_index)", RouteLayout.LINK_INDEX);
        expected.put("offsetof(struct ifinfomsg, ifi_flags)", RouteLayout.LINK_FLAGS);
        expected.put("offsetof(struct ifinfomsg, ifi_change)", RouteLayout.LINK_CHANGE);
        expected.put("AF_UNSPEC", RouteLayout.FAMILY_ANY);
        expected.put("AF_INET", RouteLayout.FAMILY_IPV4);
        expected.put("AF_INET6", RouteLayout.FAMILY_IPV6);
        expected.put("IFF_UP", RouteLayout.LINK_FLAG_UP);
        expected.put("IFF_LOWER_UP", RouteLayout.LINK_FLAG_LOWER_UP);
        expected.put("IFLA_ADDRESS", RouteLayout.LINK_ADDRESS);
        expected.put("IFLA_IFNAME", RouteLayout.LINK_NAME);
        expected.put("IFLA_MTU", RouteLayout.LINK_MTU);
        expected.put("IFLA_LINKINFO", RouteLayout.LINK_INFO);
        expected.put("IFLA_INFO_KIND", RouteLayout.LINK_INFO_KIND);
        expected.put("IFLA_CARRIER", RouteLayout.LINK_CARRIER);
    }

    private void address() {
        expected.put("RTM_NEWADDR", RouteLayout.NEW_ADDRESS);
        expected.put("RTM_DELADDR", RouteLayout.DELETE_ADDRESS);
        expected.put("RTM_GETADDR", RouteLayout.GET_ADDRESS);
        expected.put("RTNLGRP_IPV4_IFADDR", RouteLayout.GROUP_IPV4_ADDRESS);
        expected.put("RTNLGRP_IPV6_IFADDR", RouteLayout.GROUP_IPV6_ADDRESS);
        expected.put("sizeof(struct ifaddrmsg)", RouteLayout.ADDRESS_BYTES);
        expected.put("offsetof(struct ifaddrmsg, ifa_prefixlen)", RouteLayout.ADDRESS_PREFIX);
        expected.put("offsetof(struct ifaddrmsg, ifa_index)", RouteLayout.ADDRESS_INDEX);
        expected.put("IFA_ADDRESS", RouteLayout.ADDRESS_ADDRESS);
        expected.put("IFA_LOCAL", RouteLayout.ADDRESS_LOCAL);
    }

    private void neighbour() {
        expected.put("RTM_NEWNEIGH", RouteLayout.NEW_NEIGHBOUR);
        expected.put("RTM_DELNEIGH", RouteLayout.DELETE_NEIGHBOUR);
        expected.put("RTM_GETNEIGH", RouteLayout.GET_NEIGHBOUR);
        expected.put("RTNLGRP_NEIGH", RouteLayout.GROUP_NEIGHBOUR);
        expected.put("sizeof(struct ndmsg)", RouteLayout.NEIGHBOUR_BYTES);
        expected.put("offsetof(struct ndmsg, ndm_ifindex)", RouteLayout.NEIGHBOUR_INDEX);
        expected.put("offsetof(struct ndmsg, ndm_state)", RouteLayout.NEIGHBOUR_STATE);
        expected.put("offsetof(struct ndmsg, ndm_flags)", RouteLayout.NEIGHBOUR_FLAGS);
        expected.put("NTF_USE", RouteLayout.NEIGHBOUR_FLAG_USE);
        expected.put("NTF_PROXY", RouteLayout.NEIGHBOUR_FLAG_PROXY);
        expected.put("NDA_DST", RouteLayout.NEIGHBOUR_DESTINATION);
        expected.put("NDA_LLADDR", RouteLayout.NEIGHBOUR_LINK_ADDRESS);
        expected.put("NDA_FLAGS_EXT", RouteLayout.NEIGHBOUR_FLAGS_EXTENDED);
        expected.put("NTF_EXT_MANAGED", RouteLayout.NEIGHBOUR_EXTENDED_MANAGED);
        for (final NeighbourState state : NeighbourState.values()) {
            expected.put("NUD_" + state.name().replace("NO_ARP", "NOARP"), state.bit());
        }
    }
}
